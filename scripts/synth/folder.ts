import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';

/** What stands in a folder. */
export interface Folder {
  /** Paths of all files, with `/` on every system. */
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/**
 * What stands directly in a folder: nothing where it is missing.
 *
 * @throws Failure for a symbolic link or a device: writing and removing through a link would reach other folders
 */
export function readEntries(folder: string): Folder {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') entries = [];
    else throw error;
  }
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const entry of entries) {
    if (entry.isDirectory()) folders.add(entry.name);
    else if (entry.isFile()) files.add(entry.name);
    else {
      throw new Failure(
        `${join(folder, entry.name)} is neither a file nor a folder. Remove it: synth writes only these.`,
      );
    }
  }
  return { files, folders };
}

/**
 * Everything below the folder `below` of `root`, as paths from `root` on.
 *
 * @throws Failure as {@link readEntries} does
 */
export function readTree(root: string, below: string): Folder {
  const files = new Set<string>();
  const folders = new Set([below]);
  for (const folder of folders) {
    const entries = readEntries(join(root, folder));
    for (const name of entries.files) files.add(`${folder}/${name}`);
    // A set that grows while it is walked is walked to its end.
    for (const name of entries.folders) folders.add(`${folder}/${name}`);
  }
  return { files, folders };
}
