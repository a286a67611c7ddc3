import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Document, Generated } from '../documents/document.ts';
import { putWhole, removeUnfinishedIn } from './whole-file.ts';

/** A document that is not as the sources give it. */
export interface StaleDocument extends Document {
  readonly is: 'missing' | 'differs';
}

/** The documents that stand otherwise in the repository, or not at all. */
export function staleDocuments(root: string, { documents }: Generated): readonly StaleDocument[] {
  return documents.flatMap((document): readonly StaleDocument[] => {
    const found = textOf(join(root, document.path));
    if (found === document.text) return [];
    return [{ ...document, is: found === undefined ? 'missing' : 'differs' }];
  });
}

/** Writes documents. */
export function writeDocuments(root: string, documents: readonly Document[]): void {
  for (const { path, text } of documents) putWhole(join(root, path), text);
}

const remembered = z.object({
  key: z.string(),
  documents: z.array(z.object({ path: z.string(), text: z.string() })),
  wrong: z.array(z.string()),
});

/**
 * What an earlier run has made of the same sources, or what is made now. It only saves work, as making all documents
 * reads most of `dist/`.
 *
 * @param file where it is remembered
 * @param key digest of all sources but some files: the documents themselves, which change by being written
 */
export async function remember(
  file: string,
  key: (but: ReadonlySet<string>) => string,
  make: () => Promise<Generated>,
): Promise<Generated> {
  const keyOf = ({ documents }: Generated) => key(new Set(documents.map(({ path }) => path)));
  const known = read(file);
  if (known !== undefined && keyOf(known) === known.key) return known;
  const made = await make();
  putWhole(file, JSON.stringify({ key: keyOf(made), ...made }));
  return made;
}

function read(file: string): z.infer<typeof remembered> | undefined {
  try {
    return remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // What cannot be read, or is of another version, was not remembered.
    return undefined;
  }
}

/** The documents that are remembered in a file; none where it is not there, or of another version. */
export function rememberedDocuments(file: string): readonly Document[] {
  return read(file)?.documents ?? [];
}

/** Takes away what a synth that was killed has begun to write beside these documents. */
export function removeUnfinished(root: string, { documents }: Generated): void {
  const folders = new Set(documents.map(({ path }) => dirname(path)));
  const paths = new Set(documents.map(({ path }) => path));
  for (const folder of folders)
    removeUnfinishedIn(join(root, folder), (document) => paths.has(`${folder}/${document}`));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
