import { Mistake } from '../../command-line/mistake.ts';
import type { ClusterTree, Edits } from './cluster-tree.ts';
import type { DeliberateMistake } from './deliberate-mistake.ts';

/** Whether the fleet has what a mistake is about, such as a second region. */
export function isPossible(mistake: DeliberateMistake, clusters: readonly ClusterTree[]): boolean {
  return !('tree' in mistake) || mistake.needs === undefined || clusters.some(mistake.needs);
}

/** A mistake in files, and the cluster that it is made in; undefined where it is in a source file. */
export interface Made {
  readonly cluster: string | undefined;
  readonly edits: Edits;
}

interface Place {
  /** In the order in which they are asked for what the mistake breaks. */
  readonly clusters: readonly ClusterTree[];
  /** The text of a source file. */
  readonly read: (file: string) => string;
}

/**
 * Makes a mistake in the first cluster that has what it breaks.
 *
 * @returns no edits where no cluster has
 * @throws Mistake where a source file has not got the text any more in whose place the mistake would stand
 */
export function make(mistake: DeliberateMistake, { clusters, read }: Place): Made {
  if ('tree' in mistake) {
    for (const cluster of clusters) {
      const edits = mistake.tree(cluster);
      if (edits.size > 0) return { cluster: cluster.name, edits };
    }
    return { cluster: undefined, edits: new Map() };
  }
  const edits = new Map<string, string>();
  for (const { file, text, instead } of mistake.source) {
    const before = edits.get(file) ?? read(file);
    const after = before.replace(text, () => instead);
    if (after === before)
      throw new Mistake(
        `The mistake ${mistake.name} of ${mistake.step} would change ${text} in ${file}, which is not there.`,
      );
    edits.set(file, after);
  }
  return { cluster: undefined, edits };
}
