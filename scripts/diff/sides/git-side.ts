import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mayHoldManifests } from '../../cluster-model/input/files.ts';
import { UnusableInput } from '../../cluster-model/input/unusable-input.ts';
import { git, gitFields } from '../../promote/git.ts';
import { contentName, textIn } from './folder-side.ts';
import type { Side } from './side.ts';

const MANIFEST = /\.(?:yaml|yml|json)$/;
/** A plain file, executable or not. */
const PLAIN = /^100/;
/** A link may lead out of the tree. */
const LINK = '120000';

/**
 * A commit, a branch or a folder in one, such as `main:dist`. Nothing is checked out.
 *
 * @param root of the repository
 * @param tree what Git takes for a tree
 */
export function revisionSide(root: string, name: string, tree: string): Side {
  const files = new Map<string, string>();
  const links: string[] = [];
  for (const field of gitFields(root, 'ls-tree', '-r', tree)) {
    const [mode = '', , id = ''] = field.split(/[ \t]/, 3);
    const path = field.slice(field.indexOf('\t') + 1);
    if (PLAIN.test(mode) && MANIFEST.test(path)) files.set(path, id);
    if (mode === LINK && mayHoldManifests(path)) links.push(path);
  }
  return {
    name,
    title: basename(root),
    files,
    links,
    origin: { repository: root },
    beside: (path) => blobAt(root, `${tree.split(':')[0]}:${path}`),
    read: (paths) => contents(root, files, paths),
  };
}

function blobAt(root: string, place: string): string | undefined {
  try {
    return git(root, ['cat-file', 'blob', place]).toString();
  } catch {
    return undefined;
  }
}

/** The texts of files, by one process, each content once. */
export function contents(
  root: string,
  files: ReadonlyMap<string, string>,
  paths: readonly string[],
): ReadonlyMap<string, string> {
  if (paths.length === 0) return new Map();
  const ids = [...new Set(paths.map((path) => files.get(path) ?? ''))];
  const printed = git(root, ['cat-file', '--batch'], `${ids.join('\n')}\n`);
  const texts = new Map<string, string>();
  let position = 0;
  for (const id of ids) {
    const end = printed.indexOf('\n', position);
    const [, type, size] = printed.toString('latin1', position, end).split(' ');
    if (type !== 'blob') {
      const lost = paths.find((path) => files.get(path) === id) ?? id;
      throw new UnusableInput(`${lost}: Git has lost its content. Run git fsck.`);
    }
    const start = end + 1;
    position = start + Number(size) + 1;
    texts.set(id, printed.toString('utf8', start, position - 1));
  }
  return new Map(paths.map((path) => [path, texts.get(files.get(path) ?? '') ?? '']));
}

/**
 * The files of a folder of the repository as they lie on the disk; those that Git knows to be unchanged are not read.
 *
 * @param folder from the root on; empty for the whole
 */
export function workingSide(root: string, name: string, folder: string): Side {
  const inside = join(root, folder);
  const files = new Map<string, string>();
  const links: string[] = [];
  const within = (path: string) => (folder === '' ? path : path.slice(folder.length + 1));
  const only = folder === '' ? [] : [folder];
  for (const field of gitFields(root, 'ls-files', '--stage', '--', ...only)) {
    const [mode = '', id = ''] = field.split(/[ \t]/, 2);
    const path = field.slice(field.indexOf('\t') + 1);
    if (PLAIN.test(mode) && MANIFEST.test(path)) files.set(within(path), id);
    if (mode === LINK && mayHoldManifests(path)) links.push(within(path));
  }
  const touched = [
    ...gitFields(root, 'diff-files', '--name-only', '--', ...only),
    ...gitFields(root, 'ls-files', '--others', '--exclude-standard', '--', ...only),
  ];
  for (const path of touched) {
    const file = join(root, path);
    if (isLink(file)) {
      files.delete(within(path));
      if (mayHoldManifests(path)) links.push(within(path));
      continue;
    }
    if (!MANIFEST.test(path)) continue;
    if (existsSync(file)) files.set(within(path), contentName(readFileSync(file)));
    else files.delete(within(path));
  }
  return {
    name,
    title: basename(root),
    files,
    links: [...new Set(links)],
    origin: { folder: inside },
    beside: (path) => textIn(root, path),
    read: (paths) => new Map(paths.map((path) => [path, readFileSync(join(inside, path), 'utf8')])),
  };
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
