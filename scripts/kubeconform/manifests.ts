import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';
import { makeFolder } from '../command-line/folders.ts';
import { Mistake } from '../command-line/mistake.ts';
import { CONSTRAINT_API_VERSION, constraintKind } from '../schemas/constraint-schema.ts';
import { schemaFileName } from '../schemas/schema-file-name.ts';
import { readIndex } from '../synth/dist-index.ts';

/** The folders with manifests: those of the clusters where the directory is one that synth writes, else itself. */
export function manifestFolders(directory: string): readonly string[] {
  const { clusters } = readIndex(directory);
  return clusters.length === 0 ? [directory] : clusters.map((cluster) => join(directory, cluster));
}

/**
 * Files of a directory that hold manifests, or the one file that is named: whatever tools would take for one.
 * @throws Mistake when there is none, which must not look like a pass
 */
export function listManifests(directory: string): string[] {
  if (!existsSync(directory)) {
    throw new Mistake(`There is no directory ${directory}. Run npm run synth first.`);
  }
  if (statSync(directory).isFile()) return [directory];
  const files = manifestFolders(directory)
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\.(?:yaml|yml|json)$/.test(path))
    .sort();
  if (files.length === 0) {
    throw new Mistake(`${directory} has no manifests. Run npm run synth first.`);
  }
  return files;
}

const list = z.object({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

/** How many objects the files hold. One has several, or none but comments; what cannot be read counts as one, which is refused. */
export function countObjects(files: readonly string[]): number {
  return files.reduce((total, file) => total + objectsIn(readFileSync(file, 'utf8')), 0);
}

function objectsIn(text: string): number {
  // The fast way for what synth writes: one object, and no mark between documents.
  if (/^kind: (?!\w*List\b)\w/m.test(text) && !/^---/m.test(text)) return 1;
  return documentsOf(text).reduce(
    (total: number, document) => total + (list.safeParse(document).data?.items.length ?? 1),
    0,
  );
}

/** The documents with something in them; what cannot be read is one, which is no object. */
function documentsOf(text: string): readonly unknown[] {
  try {
    return loadAll(text).filter((document) => document !== null && document !== undefined);
  } catch {
    return ['unreadable'];
  }
}

/** Writes a schema file for each kind of constraint that a ConstraintTemplate among the manifests makes. */
export function writeConstraintSchemas(manifests: readonly string[], directory: string): void {
  makeFolder(directory);
  for (const file of manifests) {
    const text = readFileSync(file, 'utf8');
    if (!text.includes('ConstraintTemplate')) continue;
    for (const object of documentsOf(text)) {
      const constraint = constraintKind(object);
      if (!constraint) continue;
      const name = schemaFileName(CONSTRAINT_API_VERSION, constraint.kind);
      writeFileSync(join(directory, name), JSON.stringify(constraint.schema));
    }
  }
}
