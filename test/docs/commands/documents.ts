import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assignedBy, bare, commandsOfShell, type ShellCommand } from './shell.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A command of a document, with what stands around it. */
export interface Command extends ShellCommand {
  /** The heading above it. */
  readonly section: string;
  /** All text of the section. */
  readonly around: string;
  /** In a block to be pasted, and not in a sentence. */
  readonly inBlock: boolean;
  /** Variables that have a value here: set in this section, before it. */
  readonly assigned: ReadonlySet<string>;
  /** The commands of the section that stand before it. */
  readonly earlier: readonly ShellCommand[];
  /** Those that stand after it. */
  readonly later: readonly ShellCommand[];
  /** Comments of its block. */
  readonly comments: string;
}

/** Every document that people read: those of `docs/`, decisions and products included, and the README. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(`${root}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `docs/${file}`),
];

/** The commands of a document: of its shell blocks, and those that stand in a sentence. */
export function commandsOfDocument(file: string): readonly Command[] {
  return commandsOf(readFileSync(`${root}/${file}`, 'utf8'));
}

/** A block of shell, or a piece of code in a sentence. */
const CODE =
  /^ *(?:\d+\. +|[-*] +)?```(?:sh|bash|shell|console)\n(?<block>[\s\S]*?)^ *```$|^ *(?:\d+\. +|[-*] +)?```[\s\S]*?^ *```$|(?<!`)`(?<sentence>[^`]+)`(?!`)/gm;

/** What may stand in a sentence as a command: it has to begin with a program that a rule knows. */
const PROGRAM = /^(?:kubectl|argocd|aws|velero|istioctl|helm|redis-cli) \S/;

/** A verb that is spoken of and not given: there is nothing to paste. */
const MENTION = /^(?:kubectl [a-z-]+|argocd app [a-z-]+)$/;

export function commandsOf(markdown: string): readonly Command[] {
  return markdown.split(/^(?=#{1,6} )/m).flatMap((text) => {
    const section = /^#{1,6} (.+)$/m.exec(text)?.[1] ?? '';
    const found = [...text.matchAll(CODE)].flatMap(({ groups = {} }) => {
      const { block, sentence = '' } = groups;
      if (block === undefined && (!PROGRAM.test(sentence) || MENTION.test(sentence))) return [];
      const comments = (block?.match(/^\s*#.*$/gm) ?? []).join('\n');
      return commandsOfShell(block ?? sentence.replaceAll(/\s+/g, ' ')).map((command) => ({
        command,
        inBlock: block !== undefined,
        comments,
      }));
    });
    return found.map(({ command, ...place }, index): Command => {
      const earlier = found.slice(0, index).map((one) => one.command);
      return {
        ...bare(command),
        ...place,
        section,
        around: text,
        earlier: earlier.map(bare),
        later: found.slice(index + 1).map((one) => bare(one.command)),
        assigned: new Set([...earlier, command].flatMap(assignedIn)),
      };
    });
  });
}

function assignedIn({ words }: ShellCommand): readonly string[] {
  const [first, ...others] = words;
  if (first === 'read') return others.filter((word) => !word.startsWith('-'));
  if (first === 'for') return others.slice(0, 1);
  return words.flatMap((word) => assignedBy(word) ?? []);
}
