import type { ClusterRule } from '../../rule.ts';
import { titleOf } from '../../state/resource.ts';
import { scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** An autoscaler that can do nothing. */
export const autoscalerRoom: ClusterRule = {
  id: 'autoscaler-without-room',
  severity: 'info',
  summary: 'An autoscaler whose least and most replicas are the same',
  breaks: 'It sets the one number that it may, whatever the load is.',
  pitfalls: ['X-45'],
  failing: deployment('web') + hpa('web', { further: 'minReplicas: 2, maxReplicas: 2' }),
  passing: deployment('web') + hpa('web'),
  *judge(state) {
    for (const { resource, kind, min, max } of scalersIn(state)) {
      if (min !== max || max === 0 || resource.isExtract) continue;
      const field = kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas';
      yield {
        resource,
        path: ['spec', field],
        message: `${titleOf(resource)} may set ${max} replicas and nothing else: ${field} is its minimum too.`,
        fix: `Write a larger ${field}, or replicas: ${max} in the workload and no autoscaler.`,
      };
    }
  },
};
