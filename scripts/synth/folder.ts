import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in a folder. Paths are with `/` on every system. */
export interface Folder {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /**
   * What is neither, and folders that cannot be read, each with what it is. A link is never followed: writing and
   * removing through it would reach other folders.
   */
  readonly others: ReadonlyMap<string, string>;
}

/**
 * What stands directly in a folder, by name; nothing where it is missing.
 *
 * @throws the system's error where the folder cannot be read
 */
export function readEntries(folder: string): Folder {
  const files = new Set<string>();
  const folders = new Set<string>();
  const others = new Map<string, string>();
  for (const entry of entriesOf(folder)) {
    if (entry.isDirectory()) folders.add(entry.name);
    else if (entry.isFile()) files.add(entry.name);
    else others.set(entry.name, entry.isSymbolicLink() ? 'a symbolic link' : 'neither a file nor a folder');
  }
  return { files, folders, others };
}

/** A folder and everything below it, as paths from `root` on. */
export function readTree(root: string, below: string): Folder {
  const files = new Set<string>();
  const folders = new Set([below]);
  const others = new Map<string, string>();
  for (const folder of folders) {
    let entries: Folder;
    try {
      entries = readEntries(join(root, folder));
    } catch (error) {
      if (!isForbidden(error)) throw error;
      folders.delete(folder);
      others.set(folder, 'a folder that you may not read');
      continue;
    }
    for (const name of entries.files) files.add(`${folder}/${name}`);
    // A set that grows while it is walked is walked to its end.
    for (const name of entries.folders) folders.add(`${folder}/${name}`);
    for (const [name, what] of entries.others) others.set(`${folder}/${name}`, what);
  }
  return { files, folders, others };
}

/** Folders in which, however deep, nothing but folders stands. Git does not keep them. */
export function emptyFolders({ files, folders, others }: Folder): readonly string[] {
  const occupied = new Set<string>();
  for (const path of [...files, ...others.keys()]) {
    let parent = parentOf(path);
    while (parent !== '' && !occupied.has(parent)) {
      occupied.add(parent);
      parent = parentOf(parent);
    }
  }
  return [...folders].filter((folder) => !occupied.has(folder));
}

/** The folder that a path stands in; empty at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM');
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
