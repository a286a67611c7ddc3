import type { Tree } from '../../cluster-model/cluster.ts';
import type { Report } from './report.ts';

/** Everything that the page shows of some clusters. */
export function reportOf(trees: readonly Tree[]): Report {
  const clusters = trees.map(({ cluster: name }) => ({ name }));
  return { fleet: { clusters }, clusters };
}
