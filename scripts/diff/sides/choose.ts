import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { INDEX_FILE } from '../../../clusters/layout.ts';
import { UnusableInput } from '../../cluster-model/input/unusable-input.ts';
import { messageOf } from '../../command-line/tell.ts';
import { gitLines } from '../../promote/git.ts';
import { forkOf } from '../../promotion-check/changed-files.ts';
import { folderSide, type Named } from './folder-side.ts';
import { revisionSide, workingSide } from './git-side.ts';
import type { Side } from './side.ts';

/** The branches that a change is held against where nobody names one. */
const MAIN = ['origin/main', 'main', 'origin/master', 'master'];
/** Where this repository, and any like it, keeps what was rendered. */
const RENDERED = 'dist';

/** What was asked for, and where the user stands. */
export interface Asked {
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly folder: string;
}

/**
 * The two trees: folders, files or revisions. Left out, the base is where the branch left main, and the head is what
 * lies on the disk.
 *
 * @throws UnusableInput where one of them is nothing of the kind
 */
export function sidesOf({ base, head, folder }: Asked): readonly [base: Side, head: Side] {
  const root = () => rootOf(folder);
  const headSide = head === undefined ? working(root()) : sideOf(head, folder);
  if (base !== undefined) return [sideOf(base, folder), headSide];
  const fork = forkOfMain(root());
  return [revision(root(), `where it left ${fork.branch}`, fork.commit), headSide];
}

/** @param known what somebody has read of a folder already */
export function sideOf(name: string, folder: string, known?: Named): Side {
  const path = resolve(folder, name);
  if (existsSync(path))
    return folderSide(name, path, tryLines(folder, 'rev-parse', '--show-toplevel')[0], known);
  const root = rootOf(folder, name);
  const [tree] = tryLines(
    root,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    name.includes(':') ? name : `${name}^{tree}`,
  );
  if (tree === undefined) {
    throw new UnusableInput(
      `${name}: there is no such folder, and no such commit or branch in this clone. Name a folder, or run git fetch first.`,
    );
  }
  return revision(root, name, name);
}

/** A revision as a whole, or what it has rendered. */
function revision(root: string, name: string, revisionName: string): Side {
  const rendered = `${revisionName}:${RENDERED}`;
  const isFleet = !revisionName.includes(':') && hasFile(root, `${rendered}/${INDEX_FILE}`);
  return revisionSide(root, name, isFleet ? rendered : revisionName);
}

function working(root: string): Side {
  const folder = existsSync(resolve(root, RENDERED, INDEX_FILE)) ? RENDERED : '';
  return workingSide(root, 'the working tree', folder);
}

function hasFile(root: string, path: string): boolean {
  return tryLines(root, 'cat-file', '-t', path)[0] === 'blob';
}

function forkOfMain(root: string): { readonly branch: string; readonly commit: string } {
  const branch = MAIN.find((name) => tryLines(root, 'rev-parse', '--verify', '--quiet', name).length > 0);
  if (branch === undefined) {
    throw new UnusableInput(
      `${basename(root)} has no branch main to compare with. Name what to compare with: npx fleet diff BASE.`,
    );
  }
  try {
    return { branch, commit: forkOf(root, branch, 'HEAD') };
  } catch (error) {
    throw new UnusableInput(messageOf(error));
  }
}

function rootOf(folder: string, name?: string): string {
  const [root] = tryLines(folder, 'rev-parse', '--show-toplevel');
  if (root !== undefined) return root;
  const what = name === undefined ? 'This is' : `${name}: there is no such folder, and this is`;
  throw new UnusableInput(
    `${what} no clone of a Git repository. Name two folders: npx fleet diff BASE HEAD.`,
  );
}

function tryLines(root: string, ...args: readonly string[]): readonly string[] {
  try {
    return gitLines(root, ...args);
  } catch {
    return [];
  }
}
