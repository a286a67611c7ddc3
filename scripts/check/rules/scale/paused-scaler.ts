import type { ClusterRule } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';

const PAUSES = [
  'autoscaling.keda.sh/paused',
  'autoscaling.keda.sh/paused-replicas',
  'autoscaling.keda.sh/paused-scale-in',
  'autoscaling.keda.sh/paused-scale-out',
];
const paused = scaledObject('worker').replace(
  'name: worker, namespace: shop }',
  'name: worker, namespace: shop, annotations: { autoscaling.keda.sh/paused: "true" } }',
);

/** A pause is for the hour in which somebody looks, and not for Git. */
export const pausedScaler: ClusterRule = {
  id: 'paused-scaler',
  severity: 'warning',
  summary: 'A ScaledObject or ScaledJob that is paused by an annotation in the tree',
  breaks: 'Nothing is scaled until somebody takes the annotation out, and nothing reminds of it.',
  failing: deployment('worker') + paused,
  passing: deployment('worker') + scaledObject('worker'),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledObject', 'keda.sh/ScaledJob')) {
      const name = PAUSES.find((each) => (resource.annotations[each] ?? 'false') !== 'false');
      if (name === undefined) continue;
      yield {
        resource,
        path: ['metadata', 'annotations', name],
        message: `The annotation ${name} keeps it from scaling.`,
        fix: 'Take it out, or set it on the cluster alone while it is needed.',
      };
    }
  },
};
