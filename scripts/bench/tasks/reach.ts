import { join } from 'node:path';
import { readTrees } from '../../cluster-model/cluster.ts';
import { modelOf } from '../../cluster-model/model.ts';
import { Reach } from '../../reach/reach.ts';
import { type Counts, perform } from '../perform.ts';
import { clusterNames } from '../synthetic-fleet.ts';
import type { Task } from '../task-schema.ts';

await perform(runReach);

/** Who can reach whom in a tree that an earlier run has written. */
function runReach({ out, ...size }: Task): Counts {
  const trees = readTrees(clusterNames(size).map((name) => join(out, name)));
  for (const tree of trees) new Reach(modelOf(tree)).connections();
  return { objects: trees.reduce((sum, { objects }) => sum + objects.length, 0), written: 0 };
}
