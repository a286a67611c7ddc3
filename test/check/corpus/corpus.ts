import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { z } from 'zod';
import { applyEdit, type Files } from './apply.ts';
import { type Edit, type Harmless, harmless as harmlessEntry, type Mistake, mistake } from './entry.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** The clean trees, by name. */
export function bases(): ReadonlyMap<string, Files> {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== 'mistakes' && entry.name !== 'harmless',
  );
  return new Map(folders.map(({ name }) => [name, filesIn(join(HERE, name))]));
}

/** Every mistake, with the family of the file that it stands in. */
export function mistakes(): readonly Mistake[] {
  return entriesIn('mistakes', mistake);
}

/** Every change that isn't one. */
export function harmless(): readonly Harmless[] {
  return entriesIn('harmless', harmlessEntry);
}

/**
 * A base after a change.
 *
 * @throws Error where an edit doesn't fit the base
 */
export function applied({ name, base, edits }: Change, from: ReadonlyMap<string, Files> = bases()): Files {
  const files = from.get(base);
  if (files === undefined) throw new Error(`${name}: there is no base ${base}.`);
  try {
    return edits.reduce<Files>(applyEdit, files);
  } catch (error) {
    throw new Error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Change {
  readonly name: string;
  readonly base: string;
  readonly edits: readonly Edit[];
}

function filesIn(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replaceAll('\\', '/'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

function entriesIn<Entry>(folder: string, entry: z.ZodType<Entry>): readonly (Entry & { family: string })[] {
  return [...filesIn(join(HERE, folder))].flatMap(([file, text]) => {
    const read = z.array(entry).safeParse(load(text));
    if (!read.success) throw new Error(`${folder}/${file}: ${z.prettifyError(read.error)}`);
    return read.data.map((each) => ({ ...each, family: basename(file, '.yaml') }));
  });
}
