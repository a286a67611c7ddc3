import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule } from '../../rule.ts';
import { numberAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersIn } from './triggers.ts';

const redis = (further: string) =>
  `{ type: redis, metadata: { address: "redis.shop.svc.cluster.local:6379", listName: jobs, listLength: "10"${further} } }`;

/** Activation is the step from nothing to something. */
export const kedaActivation: ClusterRule = {
  id: 'keda-activation-without-zero',
  severity: 'info',
  summary: 'An activation threshold of a trigger whose workload never scales to zero',
  breaks:
    'KEDA compares with it only while there are no replicas. With a minimum above zero it has no effect.',
  pitfalls: ['X-46'],
  failing: deployment('worker') + scaledObject('worker', { triggers: redis(', activationListLength: "5"') }),
  passing:
    deployment('worker') +
    scaledObject('worker', { further: 'minReplicaCount: 0', triggers: redis(', activationListLength: "5"') }),
  *judge(state) {
    for (const { resource, path, metadata } of triggersIn(state)) {
      const min =
        numberAt(resource.value, 'spec', 'minReplicaCount') ??
        byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount');
      if (resource.kind !== 'ScaledObject' || min === 0) continue;
      if (numberAt(resource.value, 'spec', 'idleReplicaCount') !== undefined) continue;
      const name = Object.keys(metadata).find((key) => key.startsWith('activation') && metadata[key] !== '0');
      if (name === undefined) continue;
      yield {
        resource,
        path: [...path, 'metadata', name],
        message: `${name} has no effect: with minReplicaCount ${min} the workload is always active.`,
        fix: 'Leave it out, or write minReplicaCount: 0.',
      };
    }
  },
};
