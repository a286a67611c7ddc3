import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { LARGEST_FILE, manifestFiles } from '../../cluster-model/input/files.ts';
import { UnusableInput } from '../../cluster-model/input/unusable-input.ts';
import type { Side } from './side.ts';

/**
 * A folder, or one file, as it lies on the disk.
 *
 * @param root of the repository where the user stands, if there is one
 * @throws UnusableInput where there is nothing of the name
 */
export function folderSide(name: string, path: string, root: string | undefined): Side {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const inside = isFile ? join(path, '..') : path;
  const links: string[] = [];
  const files = new Map(
    manifestFiles(path, links).map((file) => [
      isFile ? 'manifest' : relative(inside, file),
      contentName(readSmall(file)),
    ]),
  );
  const placeOf = (file: string) => (isFile ? path : join(inside, file));
  return {
    name,
    title: basename(path).replace(/\.(?:ya?ml|json)$/, ''),
    only: isFile ? name : undefined,
    files,
    links: links.map((link) => relative(inside, link)),
    beside: (file) => (root === undefined ? undefined : textIn(root, file)),
    read: (paths) => new Map(paths.map((file) => [file, readSmall(placeOf(file)).toString()])),
  };
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
