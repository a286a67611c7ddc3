import type { Names } from '../../../scripts/command-line/names.ts';
import { type Description, describe } from '../../../scripts/command-line/option.ts';
import { commands } from '../../../scripts/fleet/commands.ts';
import { bare, commandsOfShell } from './shell.ts';

/** What stands for a value that only the reader knows: a variable, dots, or a word in capitals. */
const STANDS_FOR = /[$…<>]|^[A-Z][A-Z_]*$/;

/** The shell text of a document: its blocks, and the pieces of code in its sentences. */
const CODE =
  /^ *```(?:sh|bash)\n(?<block>[\s\S]*?)^ *```$|^ *```[\s\S]*?^ *```$|(?<!`)`(?<sentence>[^`]+)`(?!`)/gm;

/**
 * What is wrong with the commands of this repository in a document: a name that the fleet does not have, and a report that npm
 * writes its own lines into.
 *
 * @param gone whether the fleet has had a name that it has no more: its removal leaves examples as they are
 */
export function fleetMistakesIn(
  markdown: string,
  names: Names,
  gone: (name: string) => boolean = () => false,
): readonly string[] {
  return [...markdown.matchAll(CODE)].flatMap(({ groups = {} }) => {
    const { block, sentence = '' } = groups;
    const script = block ?? sentence.replaceAll(/\s+/g, ' ');
    const found = commandsOfShell(script).flatMap((command) => {
      const given = argumentsOf(bare(command).words);
      if (given === undefined) return [];
      const [name = '', ...args] = given;
      return namesIn(name, args, names)
        .filter((each) => !gone(each.name))
        .map(({ message }) => `${command.text}: ${message}`);
    });
    return [...found, ...script.split('\n').flatMap(bannerIn)];
  });
}

interface Found {
  readonly name: string;
  readonly message: string;
}

/** The command of `npx fleet` and its arguments; undefined for every other program. */
function argumentsOf(words: readonly string[]): readonly string[] | undefined {
  const [program, verb, ...rest] = words;
  if (program === 'npx' && verb === 'fleet') return rest.filter((word) => !/^[<>|&]/.test(word));
  if (program !== 'npm' || verb !== 'run') return undefined;
  const [name, ...others] = rest.filter((word) => word !== '--silent' && word !== '-s');
  return name === undefined ? undefined : [name, ...others.filter((word) => word !== '--')];
}

/** The values that have to be names of the fleet, and are none. */
function namesIn(name: string, args: readonly string[], names: Names): readonly Found[] {
  const command = commands.find((each) => each.name === name);
  if (command === undefined) return [];
  const positional: string[] = [];
  const found: Found[] = [];
  const judge = (value: string, description: Description, before: readonly string[]) => {
    if (STANDS_FOR.test(value)) return;
    // Only this command brings a chart that nobody has pinned.
    if (name === 'charts' && before[0] === 'bump') return;
    const known = description.suggests?.(names, before) ?? [];
    for (const each of known.length === 0 ? [] : value.split(','))
      if (!known.includes(each)) found.push({ name: each, message: `the fleet has no ${each}` });
  };
  for (let at = 0; at < args.length; at += 1) {
    const [arg = '', inline] = (args[at] ?? '').split('=');
    const schema = arg.startsWith('--') ? command.options[arg.slice(2)] : undefined;
    if (schema !== undefined) {
      const description = describe(schema);
      if (description.takes === undefined) continue;
      if (inline === undefined) at += 1;
      judge(inline ?? args[at] ?? '', description, positional);
    } else if (!arg.startsWith('-')) positional.push(args[at] ?? '');
  }
  const declared = Object.values(command.arguments).map(describe);
  for (const [index, value] of positional.entries()) {
    const description = declared[Math.min(index, declared.length - 1)];
    if (description === undefined || (index >= declared.length && !description.repeated)) continue;
    judge(value, description, positional.slice(0, index));
  }
  return found;
}

/** npm prints which script it runs on the same stream, before what a program is to read. */
function bannerIn(line: string): readonly string[] {
  const [script] = line.split(/(?<=\s)#/);
  const [, name] =
    /npm run (?!--silent |-s )([\w:-]+)[^|>]*(?<![0-9&-])(?:>|\|(?!\|))/.exec(script ?? '') ?? [];
  return name === undefined
    ? []
    : [`${line}: npm writes its own lines before the report. Write npx fleet ${name}.`];
}
