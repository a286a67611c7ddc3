import type { ClusterRule } from '../../rule.ts';
import { numberAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { scalersOf } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** An autoscaler takes a workload with no replicas for one that somebody has switched off. */
export const autoscalerOff: ClusterRule = {
  id: 'autoscaler-off',
  severity: 'error',
  summary: 'A workload with replicas: 0 and an autoscaler, which is off with that',
  breaks:
    'A HorizontalPodAutoscaler does nothing while its target has no replicas (ScalingDisabled). After each apply the service is gone until somebody scales it by hand.',
  failing: deployment('web', { spec: 'replicas: 0' }) + hpa('web'),
  passing: deployment('web') + hpa('web'),
  *judge(state) {
    for (const { resource } of state.workloads) {
      if (numberAt(resource.value, 'spec', 'replicas') !== 0) continue;
      const scaler = scalersOf(state, resource).find(({ kind }) => kind === 'HorizontalPodAutoscaler');
      if (scaler === undefined) continue;
      yield {
        resource,
        path: ['spec', 'replicas'],
        message: `With replicas: 0, ${titleOf(scaler.resource)} is off: no pod runs, and none is started.`,
        fix: 'Leave spec.replicas out.',
      };
    }
  },
};
