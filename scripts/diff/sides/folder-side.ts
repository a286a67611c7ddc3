import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LARGEST_FILE, manifestFiles } from '../../cluster-model/input/files.ts';
import { UnusableInput } from '../../cluster-model/input/unusable-input.ts';
import type { Side } from './side.ts';

/** The files of a folder, by their paths in it. */
export interface Listing {
  readonly paths: readonly string[];
  /** Links that manifests may lie behind. */
  readonly links: readonly string[];
}

/**
 * A folder, or one file, as it lies on the disk.
 *
 * @param root of the repository where the user stands, if there is one
 * @param known the files of the folder, each with the name of its content, where somebody has read them already
 * @throws UnusableInput where there is nothing of the name
 */
export function folderSide(name: string, path: string, root: string | undefined, known?: Named): Side {
  const about = {
    name,
    title: basename(path).replace(/\.(?:ya?ml|json)$/, ''),
    beside: (file: string) => (root === undefined ? undefined : textIn(root, file)),
  };
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) {
    const files = new Map([[ONLY, contentName(readSmall(path))]]);
    const read = () => new Map([[ONLY, readSmall(path).toString()]]);
    return { ...about, only: name, files, links: [], read };
  }
  const { files, links } = known ?? namedIn(path, listingOf(path));
  return { ...about, files, links, origin: { folder: path }, read: (paths) => textsIn(path, paths) };
}

/** What the one file of a side is called, whatever it is called by the user. */
const ONLY = 'manifest';

/** The files of a folder, each with the name of its content. */
export interface Named {
  readonly files: ReadonlyMap<string, string>;
  readonly links: readonly string[];
}

/** @throws UnusableInput where there is no such folder */
export function listingOf(folder: string): Listing {
  const links: string[] = [];
  const files = manifestFiles(folder, links);
  const before = beginOf(folder);
  const within = (file: string) => file.slice(before.length);
  return { paths: files.map(within), links: links.map(within) };
}

/** Reads what was listed for the names of the contents. */
export function namedIn(folder: string, { paths, links }: Listing): Named {
  const before = beginOf(folder);
  return { files: new Map(paths.map((path) => [path, contentName(readSmall(`${before}${path}`))])), links };
}

/** The texts of files of a folder. */
export function textsIn(folder: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const before = beginOf(folder);
  return new Map(paths.map((path) => [path, readSmall(`${before}${path}`).toString()]));
}

/** What the path of a file in a folder begins with. */
function beginOf(folder: string): string {
  return join(folder, 'x').slice(0, -1);
}

/** The text of a file below a folder; undefined where there is none. */
export function textIn(root: string, file: string): string | undefined {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Most manifests fit in, and need no look at their size before they are read. */
const first = Buffer.allocUnsafe(64 * 1024);

/** The content of a file; it counts until the next one is read. */
function readSmall(file: string): Buffer {
  const opened = openSync(file, 'r');
  try {
    const size = readSync(opened, first, 0, first.length, 0);
    return size < first.length ? first.subarray(0, size) : readLarge(file);
  } finally {
    closeSync(opened);
  }
}

function readLarge(file: string): Buffer {
  const size = statSync(file).size;
  if (size > LARGEST_FILE) {
    throw new UnusableInput(
      `${file}:1: the file has ${Math.round(size / 2 ** 20)} MB, and nothing above ${LARGEST_FILE / 2 ** 20} MB is read. Split it.`,
    );
  }
  return readFileSync(file);
}

/** The name that Git gives to a content, so that a folder can be held against a commit. */
export function contentName(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
