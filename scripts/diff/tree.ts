import type { Tree } from '../cluster-model/cluster.ts';
import type { Found } from '../cluster-model/input/objects.ts';
import type { Item } from './change.ts';
import type { Surroundings } from './surroundings.ts';

/** Objects of a cluster as `check` and `reach` take them. */
export function treeOf(cluster: string, side: Surroundings, items: readonly Item[]): Tree {
  const objects = items.map(({ apiVersion, kind, file, value, source }): Found => {
    const found = { apiVersion, kind, file, value, line: 1, within: '' };
    return source === 'chart' ? { ...found, isExtract: true } : found;
  });
  return { cluster, objects, values: side.chartValuesOf(cluster) };
}
