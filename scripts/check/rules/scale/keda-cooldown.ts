import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import { numberAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';

/** What KEDA waits where nobody says it. */
const DEFAULT_SECONDS = 300;

/** The wait before the last step to nothing, which is never taken. */
export const kedaCooldown: ClusterRule = {
  id: 'keda-cooldown-without-zero',
  severity: 'warning',
  summary: 'A cooldownPeriod of a ScaledObject that never scales to zero',
  breaks:
    'KEDA waits for it only before it goes to zero replicas; down to one, the autoscaler decides by its own behaviour. Who wanted pods to stay for that time has nothing.',
  pitfalls: ['X-46'],
  failing:
    deployment('worker') + scaledObject('worker', { further: 'minReplicaCount: 1, cooldownPeriod: 600' }),
  passing:
    deployment('worker') +
    scaledObject('worker', {
      further:
        'minReplicaCount: 1, advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 600 } } } }',
    }),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledObject')) {
      const cooldown = numberAt(resource.value, 'spec', 'cooldownPeriod');
      const min =
        numberAt(resource.value, 'spec', 'minReplicaCount') ??
        byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount');
      const idle = numberAt(resource.value, 'spec', 'idleReplicaCount');
      if (cooldown === undefined || min === 0 || idle !== undefined) continue;
      yield {
        resource,
        path: ['spec', 'cooldownPeriod'],
        severity: cooldown === DEFAULT_SECONDS ? 'info' : 'warning',
        message: `cooldownPeriod ${cooldown} has no effect: with minReplicaCount ${min} nothing is scaled to zero.`,
        fix: `Write advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds: ${cooldown}, or minReplicaCount: 0.`,
      };
    }
  },
};
