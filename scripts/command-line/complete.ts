import type { Command } from './command.ts';
import type { Names } from './names.ts';
import { type Description, describe } from './option.ts';
import { EVERY } from './parse.ts';

/** A word that may be there, and what it means. */
interface Candidate {
  readonly word: string;
  readonly means: string;
}

/** What may be in a place: words, or a path, which the shell completes by itself. */
export type Candidates = readonly Candidate[] | 'path';

/**
 * What the last of the words may become.
 *
 * @param words what stands behind `fleet` so far; the last is the one to be completed, empty where it is not begun
 */
export function complete(words: readonly string[], commands: readonly Command[], names: Names): Candidates {
  const current = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  if (name === undefined) {
    const listed = commands.map((command) => ({ word: command.name, means: command.summary }));
    return beginning([...listed, { word: '--help', means: 'all commands' }], current);
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) return [];
  const options = { ...command.options, ...EVERY };
  const known = new Map(Object.entries(options).map(([option, schema]) => [`--${option}`, describe(schema)]));
  const [written, value] = current.split('=', 2);
  const inline = written !== undefined && value !== undefined ? known.get(written) : undefined;
  if (inline?.takes !== undefined) {
    const values = valuesOf(inline, names, before);
    return values === 'path'
      ? values
      : beginning(
          values.map(({ word, means }) => ({ word: `${written}=${word}`, means })),
          current,
        );
  }
  const waiting = known.get(before.at(-1) ?? '');
  if (waiting?.takes !== undefined) {
    const values = valuesOf(waiting, names, before);
    return values === 'path' ? values : beginning(values, current);
  }
  if (current.startsWith('-')) {
    const free = [...known].filter(([option, { repeated }]) => repeated || !before.includes(option));
    return beginning(
      free.map(([word, { means }]) => ({ word, means })),
      current,
    );
  }
  const positions = positionsAmong(before, known);
  const schemas = Object.values(command.arguments).map(describe);
  const last = schemas.at(-1);
  const position = schemas[positions.length] ?? (last?.repeated ? last : undefined);
  if (position === undefined) return [];
  const values = valuesOf(position, names, positions);
  return values === 'path' ? values : beginning(values, current);
}

function valuesOf(
  { oneOf, path, suggests }: Description,
  names: Names,
  before: readonly string[],
): Candidates {
  if (path === true) return 'path';
  return (oneOf ?? suggests?.(names, before) ?? []).map((word) => ({ word, means: '' }));
}

function positionsAmong(
  words: readonly string[],
  known: ReadonlyMap<string, Description>,
): readonly string[] {
  return words.filter(
    (word, index) => !word.startsWith('-') && known.get(words[index - 1] ?? '')?.takes === undefined,
  );
}

function beginning(candidates: readonly Candidate[], start: string): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(start));
}
