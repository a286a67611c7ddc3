import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Found } from './input/objects.ts';
import { readObjects } from './input/objects.ts';
import { UnusableInput } from './input/unusable-input.ts';

/** The objects of one cluster. */
export interface Tree {
  readonly cluster: string;
  readonly objects: readonly Found[];
  /** Where the values of its Helm charts are, if this is a fleet of ours. */
  readonly values?: string;
}

const index = z.looseObject({ clusters: z.array(z.string()).min(1) });

/**
 * Reads the trees. A folder with our `index.json` is a fleet, with a folder for each cluster; any other is one cluster.
 *
 * @throws UnusableInput for what cannot be read
 */
export function readTrees(paths: readonly string[]): readonly Tree[] {
  const trees = paths.flatMap((path) => {
    const clusters = clustersIn(path);
    if (clusters === undefined) return [{ cluster: basename(resolve(path)), objects: readObjects(path) }];
    return clusters.map((cluster) => ({
      cluster,
      objects: readObjects(join(path, cluster)),
      values: join(path, 'values', cluster),
    }));
  });
  const twice = trees.find(({ cluster }, at) => trees.findIndex((each) => each.cluster === cluster) < at);
  if (twice !== undefined) {
    throw new UnusableInput(`Two of the folders hold a cluster ${twice.cluster}. Give them different names.`);
  }
  if (trees.every(({ objects }) => objects.length === 0)) {
    throw new UnusableInput(
      `${paths.join(', ')}: there is no Kubernetes object. Name a folder with manifests.`,
    );
  }
  return trees;
}

/** The clusters of a fleet; undefined where the folder is none. */
function clustersIn(path: string): readonly string[] | undefined {
  const file = join(path, 'index.json');
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  const read = index.safeParse(given);
  if (!read.success) return undefined;
  const missing = read.data.clusters.find((cluster) => !existsSync(join(path, cluster)));
  if (missing !== undefined) {
    throw new UnusableInput(
      `${file}:1: it names the cluster ${missing}, and there is no folder ${join(path, missing)}.`,
    );
  }
  return read.data.clusters;
}
