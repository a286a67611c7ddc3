import { join } from 'node:path';
import { checkTrees } from '../../check/check.ts';
import { readTrees } from '../../cluster-model/cluster.ts';
import { type Counts, perform } from '../perform.ts';
import { clusterNames } from '../synthetic-fleet.ts';
import type { Task } from '../task-schema.ts';

await perform(runCheck);

/** Every rule on a tree that an earlier run has written. */
function runCheck({ out, ...size }: Task): Counts {
  const trees = readTrees(clusterNames(size).map((name) => join(out, name)));
  checkTrees(trees);
  return { objects: trees.reduce((sum, { objects }) => sum + objects.length, 0), written: 0 };
}
