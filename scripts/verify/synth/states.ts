import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mistake } from '../../command-line/mistake.ts';
import type { Repository } from '../../prove-changes/repository.ts';
import { rememberedDocuments } from '../../synth/documents.ts';
import { WORKSPACE } from '../../synth/write.ts';
import { CACHES } from './own-modules.ts';

/** Text of each file, by its path in the repository. */
export type Tree = ReadonlyMap<string, string>;

/** What the sources say, and what synth makes of it. */
export interface State {
  readonly sources: Tree;
  readonly tree: Tree;
  /** Of the tree: what synth writes besides `dist/`. */
  readonly documents: readonly string[];
}

/**
 * Two states of a copy of the repository, rendered: as it is, and with another build of every image. Much of `dist/` differs,
 * in every cluster. The copy is in the second one afterwards.
 *
 * @throws Mistake where either of them cannot be rendered
 */
export async function statesOf(repository: Repository): Promise<readonly [State, State]> {
  const files = repository
    .list('clusters')
    .map((cluster) => `clusters/${cluster}/images.yaml`)
    .filter((file) => repository.exists(file));
  const now = new Map(files.map((file) => [file, repository.read(file)]));
  return [await render(repository, now), await render(repository, new Map([...now].map(withOtherBuilds)))];
}

/** Puts the sources of a state into the copy. */
export function put(repository: Repository, { sources }: State): void {
  for (const [file, text] of sources) repository.write(file, text);
}

/** Every file that somebody would commit, but the unfinished ones of a synth in `dist/`. */
export function treeOf(folder: string): Tree {
  const tree = new Map<string, string>();
  const read = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (path === '.git' || path === 'node_modules' || path === `dist/${WORKSPACE}`) continue;
      if (entry.isDirectory()) read(path);
      else if (entry.isFile()) tree.set(path, readFileSync(join(folder, path), 'utf8'));
      else tree.set(path, `no file: ${lstatSync(join(folder, path)).mode}`);
    }
  };
  read('');
  return tree;
}

/** Every image gets a build that it never had; equal ones stay equal. */
function withOtherBuilds([file, text]: readonly [string, string]): [string, string] {
  const other = text.replaceAll(
    /(?<=sha256:)[0-9a-f]{64}/g,
    (digest) => `${digest.slice(1)}${digest.slice(0, 1)}`,
  );
  return [file, other];
}

async function render(repository: Repository, sources: Tree): Promise<State> {
  for (const [file, text] of sources) repository.write(file, text);
  const { passed, output } = await repository.judge('npm run synth');
  if (!passed) throw new Mistake(`The copy in ${repository.folder} cannot be rendered:\n${output}`);
  const documents = rememberedDocuments(join(repository.folder, CACHES, 'documents.json')).map(
    ({ path }) => path,
  );
  return { sources, tree: treeOf(repository.folder), documents };
}
