import type { ClusterRule } from '../../rule.ts';
import { at, textAt } from '../../state/read.ts';
import { titleOf } from '../../state/resource.ts';
import { type Scaler, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa, scaledObject } from './sample-scalers.ts';

/** Two that write the same field, each after its own sight. */
export const twoAutoscalers: ClusterRule = {
  id: 'two-autoscalers',
  severity: 'error',
  summary: 'Two autoscalers of one workload',
  breaks:
    'Each sets the replicas to what it computes, so that pods come and go for ever; of two HorizontalPodAutoscalers both stop with AmbiguousSelector. The webhook of KEDA refuses a ScaledObject whose target has an autoscaler already.',
  pitfalls: ['X-9'],
  failing: deployment('web') + hpa('web') + scaledObject('web'),
  passing: deployment('web') + scaledObject('web'),
  *judge(state) {
    const byTarget = new Map<string, Scaler>();
    for (const scaler of scalersIn(state)) {
      const { resource, target } = scaler;
      const first = byTarget.get(target);
      if (first === undefined) byTarget.set(target, scaler);
      if (first === undefined || takesOver(scaler, first) || takesOver(first, scaler)) continue;
      yield {
        resource,
        path: ['spec', 'scaleTargetRef'],
        message: `${titleOf(first.resource)} scales ${target.split('/')[1]} ${target.split('/').at(-1)} too: both set its replicas.`,
        fix: 'Keep one, and give it the metrics of both.',
      };
    }
  },
};

/** A ScaledObject may be told to go on with the autoscaler that is there, which then has its name. */
function takesOver({ resource }: Scaler, other: Scaler): boolean {
  const { annotations, value } = resource;
  const name = textAt(at(value, 'spec', 'advanced'), 'horizontalPodAutoscalerConfig', 'name');
  return (
    annotations['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true' && name === other.resource.name
  );
}
