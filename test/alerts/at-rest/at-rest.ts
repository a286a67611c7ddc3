import type { Series } from '../../../scripts/prove-alerts/case.ts';
import { certificates } from './certificates.ts';
import { controllers } from './controllers.ts';
import { nodes } from './nodes.ts';
import { requests } from './requests.ts';
import { targets } from './targets.ts';
import { workloads } from './workloads.ts';

/**
 * The series of a cluster on which all is well, made of its own objects, of the values of its charts and of what the charts
 * make of them. An alert that fires on these fires for ever, and nobody looks at the next one.
 */
export function atRest(cluster: string): Series {
  return {
    ...nodes(cluster),
    ...controllers(cluster),
    ...workloads(cluster),
    ...certificates(cluster),
    ...requests(cluster),
    ...targets(cluster),
  };
}
