import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';

/** What stands in a folder, by paths relative to it, with `/` on every system. */
export interface Folder {
  readonly exists: boolean;
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/**
 * Everything below a folder.
 *
 * @throws Failure for a symbolic link or a device: writing and removing through a link would reach other folders
 */
export function readFolder(root: string): Folder {
  const files = new Set<string>();
  const folders = new Set<string>();
  const exists = visit(root, '', files, folders);
  return { exists, files, folders };
}

function visit(root: string, below: string, files: Set<string>, folders: Set<string>): boolean {
  let entries: Dirent[];
  try {
    entries = readdirSync(below === '' ? root : join(root, below), { withFileTypes: true });
  } catch (error) {
    if (below === '' && error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  for (const entry of entries) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      folders.add(path);
      visit(root, path, files, folders);
    } else if (entry.isFile()) files.add(path);
    else
      throw new Failure(
        `${join(root, path)} is neither a file nor a folder. Remove it: synth writes only these.`,
      );
  }
  return true;
}
