import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INVENTORIES_FOLDER, VALUES_FOLDER } from '../../../clusters/layout.ts';
import { makeFolder } from '../../command-line/folders.ts';
import type { State, Tree } from './states.ts';

/** Of the files of `dist/`, so many are gone: synth has thousands to put in their places, and not only what a change brings. */
const LOST = 0.3;

/** Of the documents, one and so many of the others. */
const LOST_DOCUMENTS = 0.4;

/** And so many are there that ought not to be, which synth has to take away. */
const SUPERFLUOUS = 0.02;

/**
 * Loses some of what synth has written, in `dist/` and of the documents, and puts some of it where another cluster ought to have it: as if it were from a
 * branch that has more.
 *
 * @returns what stands in the wrong place
 */
export function disturb(folder: string, states: readonly State[], random: () => number): Tree {
  const documents = states[0]?.documents ?? [];
  const certain = Math.floor(random() * documents.length);
  for (const [index, path] of documents.entries())
    if (index === certain || random() < LOST_DOCUMENTS) rmSync(join(folder, path), { force: true });
  const superfluous = new Map<string, string>();
  const isKnown = (path: string) => states.some(({ tree }) => tree.has(path));
  const clusters = new Set([...states.flatMap(({ tree }) => [...tree.keys()])].flatMap(clusterOf));
  for (const [path, text] of states[0]?.tree ?? []) {
    const [cluster] = clusterOf(path);
    if (cluster === undefined) continue;
    if (random() < LOST) rmSync(join(folder, path), { force: true });
    if (random() >= SUPERFLUOUS) continue;
    const [other = cluster] = [...clusters].slice(Math.floor(random() * clusters.size));
    const place = path.replace(`dist/${cluster}/`, `dist/${other}/`);
    if (isKnown(place)) continue;
    makeFolder(dirname(join(folder, place)));
    writeFileSync(join(folder, place), text);
    superfluous.set(place, text);
  }
  return superfluous;
}

/** The cluster whose object a file is; none for other files. */
function clusterOf(path: string): readonly string[] {
  const [top, cluster, ...rest] = path.split('/');
  if (top !== 'dist' || cluster === undefined || rest.length === 0) return [];
  return cluster === VALUES_FOLDER || cluster === INVENTORIES_FOLDER ? [] : [cluster];
}
