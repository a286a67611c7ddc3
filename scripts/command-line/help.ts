import { type Command, GROUPS } from './command.ts';
import { type Description, describe } from './option.ts';
import { EVERY } from './parse.ts';

const WIDTH = 100;

/** The help of one command. */
export function helpOf(command: Command): string {
  const { name, summary, details, examples = [], passesOn } = command;
  const rows = [
    ...Object.entries(command.arguments).map(([argument, schema]): Row => {
      const description = describe(schema);
      return [argument.toUpperCase(), meaningOf(description)];
    }),
    ...Object.entries({ ...command.options, ...EVERY }).map(([option, schema]): Row => {
      const description = describe(schema);
      return [signature(option, description), meaningOf(description)];
    }),
  ];
  return [
    usageOf(command),
    '',
    ...wrapped(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`, WIDTH),
    ...(details === undefined ? [] : ['', ...wrapped(details, WIDTH)]),
    '',
    ...table(rows),
    ...(passesOn === undefined ? [] : ['', ...wrapped(passesOn, WIDTH)]),
    ...(examples.length === 0 ? [] : ['', 'Examples:']),
    ...table(examples.map(([args, does]): Row => [`npx fleet ${name} ${args}`.trimEnd(), does])),
    '',
    `The same by npm: ${byNpm(name)} -- …, with the two hyphens before the first option.`,
    '',
  ].join('\n');
}

/** The list of all commands. */
export function helpOfAll(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const groups = GROUPS.flatMap((group) => {
    const rows = commands
      .filter((command) => command.group === group)
      .map(({ name, summary }): Row => [name, summary]);
    return rows.length === 0 ? [] : [`${group}:`, ...table(rows, width), ''];
  });
  return [
    'npx fleet COMMAND [OPTIONS]',
    '',
    ...groups,
    'npx fleet COMMAND --help shows what a command takes. Each is an npm script too: npm run COMMAND -- OPTIONS.',
    'npx fleet completion --help: commands, options and names completed by your shell.',
    '',
  ].join('\n');
}

/** How to run a command with npm. */
export function byNpm(name: string): string {
  return name === 'test' ? 'npm test' : `npm run ${name}`;
}

/** The line that shows what a command takes, required first. */
function usageOf({ name, options, arguments: positions }: Command): string {
  const parts = [
    ...Object.entries(positions).map(([position, schema]) => {
      const { optional, repeated } = describe(schema);
      return `${optional ? '[' : ''}${position.toUpperCase()}${repeated ? '…' : ''}${optional ? ']' : ''}`;
    }),
    ...Object.entries(options).map(([option, schema]) => {
      const description = describe(schema);
      return `[${signature(option, description)}]${description.repeated ? '…' : ''}`;
    }),
  ];
  return hanging(`npx fleet ${name}`, parts).join('\n');
}

function signature(option: string, { takes }: Description): string {
  return takes === undefined ? `--${option}` : `--${option} ${takes}`;
}

function meaningOf({ means, oneOf, repeated, takes, variables = [] }: Description): string {
  const values = oneOf === undefined ? '' : `: ${oneOf.join(', ')}`;
  const otherwise = variables.length === 0 ? '' : `; or the variable ${variables.join(' or ')}`;
  return `${means}${values}${repeated && takes !== undefined ? '; may be repeated' : ''}${otherwise}`;
}

type Row = readonly [head: string, tail: string];

/** Two columns; a tail that is too long goes on below its beginning. */
function table(rows: readonly Row[], least = 0): readonly string[] {
  const width = Math.max(least, ...rows.map(([head]) => head.length));
  return rows.flatMap(([head, tail]) =>
    wrapped(tail, Math.max(40, WIDTH - width - 4)).map(
      (line, index) => `  ${(index === 0 ? head : '').padEnd(width)}  ${line}`,
    ),
  );
}

function hanging(head: string, parts: readonly string[]): readonly string[] {
  const lines = [head];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    if (last.length + part.length < WIDTH) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(`${' '.repeat(head.length)} ${part}`);
  }
  return lines;
}

/** Paragraphs, broken between words; an indented line stays as it is. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => {
    if (paragraph.startsWith(' ') || paragraph === '') return [paragraph];
    const lines = [''];
    for (const word of paragraph.split(' ')) {
      const last = lines.at(-1) ?? '';
      if (last === '') lines[lines.length - 1] = word;
      else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
      else lines.push(word);
    }
    return lines;
  });
}
