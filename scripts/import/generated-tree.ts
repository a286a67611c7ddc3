import { readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { makeFolder } from '../command-line/folders.ts';

/** How a directory on disk differs from what would be generated; paths with `/`, sorted. */
export interface Difference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  readonly stale: readonly string[];
}

/**
 * @param root the directory of all packages
 * @param files text by path below root
 * @param generated whether a path below root is generated at all
 */
export function compareTree(
  root: string,
  files: ReadonlyMap<string, string>,
  generated: (path: string) => boolean,
): Difference {
  const onDisk = listFiles(root).filter(generated);
  const present = new Set(onDisk);
  const paths = [...files.keys()].sort();
  return {
    missing: paths.filter((path) => !present.has(path)),
    changed: paths.filter(
      (path) => present.has(path) && readFileSync(join(root, path), 'utf8') !== files.get(path),
    ),
    stale: onDisk.filter((path) => !files.has(path)),
  };
}

/** Makes the directory equal to the files; touches only what differs. */
export function writeTree(
  root: string,
  files: ReadonlyMap<string, string>,
  generated: (path: string) => boolean,
): Difference {
  const difference = compareTree(root, files, generated);
  for (const path of [...difference.missing, ...difference.changed]) {
    makeFolder(dirname(join(root, path)));
    writeFileSync(join(root, path), files.get(path) ?? '');
  }
  for (const path of difference.stale) {
    rmSync(join(root, path));
    removeEmptyParents(root, dirname(path));
  }
  return difference;
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function removeEmptyParents(root: string, directory: string): void {
  if (directory === '.' || readdirSync(join(root, directory)).length > 0) return;
  rmdirSync(join(root, directory));
  removeEmptyParents(root, dirname(directory));
}
