import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { INDEX_FILE, VALUES_FOLDER } from '../../clusters/layout.ts';
import { Mistake } from '../command-line/mistake.ts';
import { indexText, readIndex } from './dist-index.ts';
import { type Folder, readEntries } from './folder.ts';
import { WORKSPACE } from './write.ts';

const INSTEAD = 'Give a folder that is missing, empty, or written by synth, outside the repository.';

/** Where what is found in an output folder may be trusted to be synth's. */
export interface Home {
  /** The folder of the repository. */
  readonly repository: string;
  /** Its own output folder, which is taken in any state. */
  readonly out: string;
}

/**
 * Makes sure that `--out` names no folder with something else in it: synth would mix its files into those of others.
 *
 * @param given absolute path
 * @throws Mistake that says what to give instead
 */
export function assertOutFolder(given: string, home: Home): void {
  const folder = realPath(given);
  if (folder === realPath(home.out)) return;
  const refuse = (problem: string): never => {
    throw new Mistake(`--out: found ${given}, ${problem}. ${INSTEAD}`);
  };
  const existing = nearestExisting(folder);
  if (!statSync(existing).isDirectory()) {
    refuse(existing === folder ? 'which is a file' : `but ${existing} is a file`);
  }
  const place = placeOf(folder, realPath(home.repository));
  if (place.is === 'taken') refuse(`which ${place.why}`);
  if (existing !== folder) return;
  const entries = readEntries(folder);
  const [stranger] = [...entries.files, ...entries.folders, ...entries.others.keys()].sort();
  if (stranger === undefined || isOfSynth(folder, entries)) return;
  refuse(`which holds ${stranger} and no ${INDEX_FILE} of synth`);
}

/** Where a folder is, seen from the repository. */
export type Place =
  | { readonly is: 'outside' }
  /** In its root, beside its own folders, or one of them. */
  | { readonly is: 'beside' }
  /** Where nothing may be rendered to, and why. */
  | { readonly is: 'taken'; readonly why: string };

/** Where a folder is that something shall be rendered to, with links followed; it need not exist. */
export function placeSeenFrom(repository: string, folder: string): Place {
  return placeOf(realPath(folder), realPath(repository));
}

function placeOf(folder: string, repository: string): Place {
  if (folder === repository) return { is: 'taken', why: 'is the repository itself' };
  if (isBelow(repository, folder)) return { is: 'taken', why: 'contains the repository' };
  if (folder.split(sep).includes('.git')) return { is: 'taken', why: 'belongs to Git' };
  if (!isBelow(folder, repository)) return { is: 'outside' };
  // Below a folder of the repository, what is rendered would count as source or as part of dist/.
  if (dirname(folder) !== repository) return { is: 'taken', why: 'belongs to the repository' };
  return { is: 'beside' };
}

/** Whether synth has written a folder, or was stopped while it did: its workspace goes only after the index is there. */
function isOfSynth(folder: string, { files, folders }: Folder): boolean {
  if (folders.has(WORKSPACE)) return true;
  const clusters = files.has(INDEX_FILE) ? clustersOf(folder) : undefined;
  if (clusters === undefined) return false;
  if (clusters.some((cluster) => folders.has(cluster))) return true;
  // A cluster may have charts only, and a fleet no unit at all.
  const values = folders.has(VALUES_FOLDER) ? readEntries(join(folder, VALUES_FOLDER)).folders : new Set();
  return clusters.some((cluster) => values.has(cluster)) || files.size + folders.size === 1;
}

/** What the index names; undefined where it is not as synth writes it. */
function clustersOf(folder: string): readonly string[] | undefined {
  try {
    const { text, clusters } = readIndex(folder);
    return text === indexText(clusters) ? clusters : undefined;
  } catch (error) {
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

/** Where a path leads, with links followed, even where its end is missing. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return join(realPath(parent), basename(path));
  }
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
