import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Command, Raw } from './command.ts';
import { Mistake } from './mistake.ts';
import { type Description, describe, flag } from './option.ts';
import { saidOf } from './variables.ts';

/** What every command takes besides its own options. */
export const EVERY = {
  stack: flag('where in the code a mistake was found'),
  help: flag('this text'),
} as const;

/** Whether only the help is asked for, whatever else is written. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

/**
 * Reads the arguments of a command by its declaration.
 *
 * @param folder where the user stands: paths are relative to it
 * @param environment says what is not given, where an option names variables
 * @throws Mistake with everything that is wrong
 */
export function readArguments(
  command: Command,
  args: readonly string[],
  folder = process.cwd(),
  environment: Readonly<Record<string, string | undefined>> = {},
): Raw {
  if (command.passesOn !== undefined) return { options: {}, arguments: {} };
  const schemas: Command['options'] = { ...EVERY, ...command.options };
  const known = new Map(Object.entries(schemas).map(([name, schema]) => [name, describe(schema)]));
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Array.from(known, ([name, { takes }]) => [
        name,
        { type: takes === undefined ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
  });
  const options: Record<string, boolean | string | readonly string[]> = {};
  const given: string[] = [];
  const ofUnknown = new Set<number>();
  const mistakes: string[] = [];
  const refuse = (mistake: string) => {
    if (!mistakes.includes(mistake)) mistakes.push(mistake);
  };
  const ofWords = wordsOf(tokens, known);
  for (const token of tokens) {
    if (token.kind === 'positional' && !ofUnknown.has(token.index) && !ofWords.taken.has(token.index)) {
      given.push(token.value);
    }
    if (token.kind !== 'option') continue;
    const description = token.rawName.startsWith('--') ? known.get(token.name) : undefined;
    if (description === undefined) {
      const written = args[token.index] ?? token.rawName;
      refuse(unknownOption(written, known));
      const meant = meantOption(written.split('=')[0] ?? '', known);
      // What follows is most likely its value, and no mistake of its own.
      if (meant !== undefined && known.get(meant)?.takes !== undefined) ofUnknown.add(token.index + 1);
      continue;
    }
    const name = `--${token.name}`;
    if (description.takes === undefined) {
      if (token.value !== undefined) refuse(`${name} takes no value. Write ${name} alone.`);
      options[token.name] = true;
      continue;
    }
    const { value } = token;
    const unfit = (text: string) =>
      refuse(`${name}: found ${JSON.stringify(text)}, expected ${description.expects}.`);
    if (value === undefined || value === '') {
      refuse(`${name} needs a value: ${name} ${description.takes}.`);
    } else if (value.startsWith('-') && !token.inlineValue) {
      const isNumber = /^-[\d.]/.test(value);
      if (description.expects !== undefined && isNumber) unfit(value);
      else {
        const way = description.expects === undefined ? `; write ${name}=${value} if that is meant` : '';
        refuse(`${name} needs a value: ${name} ${description.takes}. What follows it is ${value}${way}.`);
      }
    } else if (description.words !== undefined) {
      const all = [value, ...(ofWords.following.get(token.index) ?? [])];
      if (all.length < description.words)
        refuse(`${name} needs ${description.takes}. Found ${all.join(' ')}.`);
      else options[token.name] = all;
    } else {
      const before = options[token.name];
      const put = description.path === true ? resolve(folder, value) : value;
      if (description.repeated) options[token.name] = Array.isArray(before) ? [...before, put] : [put];
      else if (before !== undefined) refuse(`${name} is given twice. Give it once.`);
      else options[token.name] = put;
      for (const mistake of wrongValue(name, value, description.oneOf)) refuse(mistake);
      const schema = schemas[token.name];
      if (description.expects !== undefined && schema && !z.safeParse(schema, value).success) unfit(value);
    }
  }
  for (const [name, schema] of Object.entries(command.options)) {
    if (options[name] !== undefined) continue;
    const { value, mistake } = saidOf(name, schema, { folder, environment });
    if (mistake !== undefined) refuse(mistake);
    else if (value !== undefined) options[name] = value;
  }
  const named = nameArguments(command, given, folder, refuse);
  if (mistakes.length > 0) {
    throw new Mistake(`${mistakes.join('\n')}\nnpx fleet ${command.name} --help shows what there is.`);
  }
  const { help: _, stack: __, ...own } = options;
  return { options: own, arguments: named };
}

type Tokens = NonNullable<ReturnType<typeof parseArgs>['tokens']>;

/** The words that belong to the option before them, since its value has several. */
function wordsOf(tokens: Tokens, known: ReadonlyMap<string, Description>) {
  const following = new Map<number, string[]>();
  const taken = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    const count = token.kind === 'option' ? known.get(token.name)?.words : undefined;
    if (count === undefined) continue;
    const after = tokens.slice(at + 1, at + count);
    const end = after.findIndex(({ kind }) => kind !== 'positional');
    const own = after.slice(0, end === -1 ? after.length : end);
    following.set(
      token.index,
      own.flatMap((word) => (word.kind === 'positional' ? word.value : [])),
    );
    for (const { index } of own) taken.add(index);
  }
  return { following, taken };
}

/** What to say about an option that does not exist. */
export function unknownOption(arg: string, known: ReadonlyMap<string, Description>): string {
  const [written = ''] = arg.split('=');
  const meant = meantOption(written, known);
  if (meant === undefined) return `There is no option ${written}.`;
  const why = known.get(meant)?.insteadOf?.[written.replace(/^-+/, '')];
  return `There is no option ${written}. ${why === undefined ? `Is it --${meant}?` : `It is --${meant}: ${why}.`}`;
}

/** The option that somebody most likely means: by another name, a beginning of it, or nearly so. */
export function meantOption(written: string, known: ReadonlyMap<string, Description>): string | undefined {
  const name = written.replace(/^-+/, '').toLowerCase();
  const renamed = [...known].find(([, { insteadOf }]) => Object.hasOwn(insteadOf ?? {}, name));
  if (renamed !== undefined) return renamed[0];
  const longer = [...known.keys()].filter((option) => option.startsWith(name));
  const [only] = longer;
  return longer.length === 1 && name !== '' ? only : nearestName(name, [...known.keys()]);
}

function nameArguments(
  command: Command,
  given: readonly string[],
  folder: string,
  refuse: (mistake: string) => void,
): Record<string, string | string[]> {
  const named: Record<string, string | string[]> = {};
  let next = 0;
  for (const [name, schema] of Object.entries(command.arguments)) {
    const description = describe(schema);
    const values = description.repeated ? given.slice(next) : given.slice(next, next + 1);
    next += values.length;
    for (const value of values) {
      for (const mistake of wrongValue(name.toUpperCase(), value, description.oneOf)) refuse(mistake);
    }
    const put = values.map((value) => (description.path ? resolve(folder, value) : value));
    const [first] = put;
    if (description.repeated) named[name] = put;
    else if (first !== undefined && first !== '') named[name] = first;
    else if (!description.optional || first === '')
      refuse(`${name.toUpperCase()} is missing: ${description.means}.`);
  }
  const stray = given.slice(next);
  const names = Object.keys(command.arguments).map((name) => name.toUpperCase());
  const takes = names.length === 0 ? 'no arguments' : `${names.join(' ')} and no more`;
  for (const value of stray) {
    const nearest = nearestName(value, Object.keys({ ...EVERY, ...command.options }));
    const hint = nearest === undefined ? '' : ` Is --${nearest} meant?`;
    refuse(`${command.name} takes ${takes}: ${JSON.stringify(value)} is too much.${hint}`);
  }
  return named;
}

/** What is wrong with a value that has to be one of some; nothing where it is, or where any will do. */
export function wrongValue(
  name: string,
  value: string,
  oneOf: readonly string[] | undefined,
): readonly string[] {
  if (oneOf === undefined || oneOf.includes(value)) return [];
  const nearest = nearestName(value, oneOf);
  const hint = nearest === undefined ? `It takes ${oneOf.join(', ')}.` : `Is it ${nearest}?`;
  return [`${name} does not take ${JSON.stringify(value)}. ${hint}`];
}
