import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Command } from './command.ts';
import { byNpm } from './help.ts';
import { Mistake } from './mistake.ts';
import { Names } from './names.ts';
import { type Description, describe } from './option.ts';
import { EVERY, meantOption, unknownOption } from './parse.ts';
import { quoted } from './shell-line.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'npm_config_';

/** What npm passes to its scripts besides its configuration. */
const TOLD = ['global_prefix', 'local_prefix', 'node_gyp', 'npm_version', 'user_agent'];

/** Options of npm that somebody may have meant for one of our commands, and that would quietly do nothing. */
const MEANT_FOR_US = ['all', 'dry_run', 'force', 'json', 'tag'];

/** Options of ours that npm takes for the beginning of one of its own, by the name of that one; only `npm token` reads it. */
const BEGINNINGS: Readonly<Record<string, string>> = { token_description: 'to' };

/** A flag that npm has taken out of the command line, as in `npm run synth --check`. */
interface Taken {
  /** As npm names it in the environment: `at_most`. */
  readonly key: string;
  /** `true` where no value stood behind an equals sign. */
  readonly value: string;
}

/**
 * Refuses to run where npm has taken a flag. npm reads what stands before `--` as its own configuration, drops what
 * it does not know, and hands it on as `npm_config_<name>`. The command would then do something else than was asked.
 *
 * @param args what has reached the command
 * @throws Mistake that says what to type
 */
export function refuseTakenFlags(command: Command, args: readonly string[], environment: Environment): void {
  const taken = [...takenFlags(command, environment), ...swallowedFormat(command, args, environment)];
  if (taken.length === 0) return;
  const known = new Map(
    Object.entries({ ...EVERY, ...command.options }).map(([name, schema]) => [name, describe(schema)]),
  );
  const strangers = command.passesOn === undefined ? taken.filter(({ key }) => !isOption(key, known)) : [];
  const line = commandLine(command, args, taken, known);
  const names = taken
    .map(({ key }) => written(key))
    .sort()
    .join(' and ');
  throw new Mistake(
    [
      `npm took ${names} for itself, so ${command.name} did not get it. Nothing was done.`,
      ...strangers.map(({ key }) => unknownOption(written(key), known)),
      ...(line === undefined
        ? [`npx fleet ${command.name} --help shows what there is.`]
        : [
            'Write',
            `  npx fleet ${command.name} ${line}`,
            'or, with two hyphens before what is not for npm,',
            `  ${byNpm(command.name)} -- ${line}`,
          ]),
      ...(strangers.length === 0 ? [] : [outside(strangers)]),
    ].join('\n'),
  );
}

function outside(taken: readonly Taken[]): string {
  const names = taken.map(({ key }) => `${PREFIX}${key}`).join(', ');
  return `If your shell sets ${names} for another purpose, put that into ~/.npmrc instead.`;
}

/**
 * npm takes `--format` as the beginning of one of its own flags and silently sets that: what is left of it is the
 * word behind it among the arguments.
 */
function swallowedFormat(
  command: Command,
  args: readonly string[],
  environment: Environment,
): readonly Taken[] {
  // npx takes nothing that stands behind the name of the program.
  if (!isNpm(environment) || environment.npm_lifecycle_event === 'npx') return [];
  if (command.options.format === undefined) return [];
  const { oneOf = [] } = describe(command.options.format);
  const isAlone = (arg: string, index: number) => oneOf.includes(arg) && !args[index - 1]?.startsWith('-');
  return args.some(isAlone) ? [{ key: 'format', value: 'true' }] : [];
}

/** Whether npm runs the command. Other package managers pass every flag on, and give scripts settings of their own. */
function isNpm({ npm_lifecycle_event: event, npm_config_user_agent: agent }: Environment): boolean {
  return event !== undefined && agent?.startsWith('npm/') === true;
}

/** Flags in the environment that are neither npm's own nor of a file of npm's. */
function takenFlags(command: Command, environment: Environment): readonly Taken[] {
  if (!isNpm(environment)) return [];
  const own = new Set(Object.keys({ ...EVERY, ...command.options }).map(keyOf));
  const suspects = Object.entries(environment).flatMap(([name, value = '']): readonly Taken[] => {
    const told = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
    const begun = BEGINNINGS[told];
    const key = begun !== undefined && own.has(begun) && value !== '' ? begun : told;
    return key === '' || TOLD.includes(key) ? [] : [{ key, value }];
  });
  const npms = npmsOwn(environment);
  const foreign = suspects.filter(({ key, value }) =>
    npms === undefined
      ? own.has(key) || nearestName(key, [...own]) !== undefined
      : !npms.has(key) || (MEANT_FOR_US.includes(key) && value === 'true'),
  );
  if (foreign.length === 0) return [];
  const filed = settingsOfFiles(environment);
  return foreign.filter(({ key }) => !filed.has(key));
}

/** Names of npm's configuration, from the running npm; undefined if it does not say. */
function npmsOwn({ npm_execpath: program }: Environment): ReadonlySet<string> | undefined {
  if (program === undefined) return undefined;
  try {
    const found: unknown = createRequire(program)('@npmcli/config/lib/definitions');
    const { definitions } = z.object({ definitions: z.record(z.string(), z.unknown()) }).parse(found);
    return new Set(Object.keys(definitions).map(keyOf));
  } catch {
    return undefined;
  }
}

/** Names that one of npm's files sets, such as `python` for node-gyp: nobody typed them for this command. */
function settingsOfFiles(environment: Environment): ReadonlySet<string> {
  const { npm_config_userconfig: user, npm_config_globalconfig: global, npm_execpath: program } = environment;
  const project = environment.npm_config_local_prefix;
  const files = [
    user,
    global,
    project && join(project, '.npmrc'),
    // What the distribution of npm brings.
    program && join(program, '../../npmrc'),
  ];
  return new Set(
    files.flatMap((file) => {
      const text = file === undefined ? '' : textOf(file);
      return [...text.matchAll(/^\s*([^\s;#=[\]]+)(?:\[\])?\s*(?:=|$)/gm)].map(([, name = '']) =>
        keyOf(name),
      );
    }),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function written(key: string): string {
  return key.length === 1 ? `-${key}` : `--${key.replaceAll('_', '-')}`;
}

function isOption(key: string, known: ReadonlyMap<string, Description>): boolean {
  return [...known.keys()].some((name) => keyOf(name) === key);
}

/** The arguments as they were meant; undefined where no option that was taken is one of the command. */
function commandLine(
  command: Command,
  args: readonly string[],
  taken: readonly Taken[],
  known: ReadonlyMap<string, Description>,
): string | undefined {
  const order = [...known.keys()];
  const options = taken
    .flatMap(({ key, value }) => {
      const exact = order.find((name) => keyOf(name) === key);
      const meant = exact ?? meantOption(written(key), known);
      const takes = meant === undefined ? undefined : known.get(meant)?.takes;
      if (meant === undefined && command.passesOn === undefined) return [];
      const name = meant === undefined ? written(key) : `--${meant}`;
      return value
        .split('\n\n')
        .map((each) => ({ name, takes, value: each, place: order.indexOf(meant ?? '') }));
    })
    .sort((one, other) => one.place - other.place);
  if (options.length === 0) return undefined;
  const without = options.filter(({ takes, value }) => takes !== undefined && isBare(value)).length;
  const { rest, values } = withoutValues(command, args, without);
  // npm does not say which value belongs to which option.
  const [only] = values.length === 1 ? values : [];
  const parts = options.map(({ name, takes, value }) => {
    if (takes === undefined) return name;
    return `${name} ${isBare(value) ? (only === undefined ? takes : quoted(only)) : quoted(value)}`;
  });
  return [...rest.map(quoted), ...parts].join(' ');
}

/**
 * npm leaves the value of an option that it does not know among the arguments. Where there are as many too many as
 * options without their value, the names that the command knows tell which are its arguments.
 */
function withoutValues(command: Command, args: readonly string[], without: number) {
  const [first, ...more] = Object.values(command.arguments).filter((schema) => !describe(schema).optional);
  const required = first === undefined ? 0 : more.length + 1;
  if (args.length - required !== without || args.some((arg) => arg.startsWith('-')))
    return { rest: args, values: [] };
  const names = first && describe(first).suggests?.(new Names(process.cwd()), []);
  const start = Math.max(
    0,
    args.findIndex((arg, index) => index <= without && names?.includes(arg)),
  );
  const end = start + required;
  return { rest: args.slice(start, end), values: [...args.slice(0, start), ...args.slice(end)] };
}

function isBare(value: string): boolean {
  return value === '' || value === 'true';
}
