import type { ClusterRule } from '../../rule.ts';
import { titleOf } from '../../state/resource.ts';
import { scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { resourceMetricsOf } from './resource-metrics.ts';
import { hpa } from './sample-scalers.ts';
import { vpa } from './sample-vpa.ts';
import { controlledOf, type VerticalAutoscaler, verticalAutoscalersIn } from './vertical-autoscalers.ts';

const requests = 'resources: { requests: { cpu: 100m } }';

/** One changes the number, and the other what the number is a share of. */
export const hpaAndVpa: ClusterRule = {
  id: 'hpa-and-vpa-on-one-resource',
  severity: 'warning',
  summary: 'A VerticalPodAutoscaler that changes the requests by which pods are scaled',
  breaks:
    'The requests are what the utilisation is a share of. Each change of one autoscaler moves the other: replicas and requests swing, and pods are evicted under load.',
  pitfalls: ['X-35'],
  failing: deployment('web', { container: requests }) + hpa('web') + vpa('web', 'Recreate'),
  passing:
    deployment('web', { container: requests }) +
    hpa('web') +
    vpa('web', 'Recreate', '{ containerName: "*", controlledResources: [memory] }'),
  *judge(state) {
    const byTarget = new Map<string, VerticalAutoscaler>();
    for (const each of verticalAutoscalersIn(state)) if (each.changesRunning) byTarget.set(each.target, each);
    if (byTarget.size === 0) return;
    for (const scaler of scalersIn(state)) {
      const vertical = byTarget.get(scaler.target);
      if (vertical === undefined) continue;
      const names = vertical.workload?.containers.map(({ name }) => name) ?? ['*'];
      const clash = resourceMetricsOf(scaler.resource).find(
        ({ resource, container, isShare }) =>
          isShare &&
          (container === undefined ? names : [container]).some((name) =>
            controlledOf(vertical, name).includes(resource),
          ),
      );
      if (clash === undefined) continue;
      yield {
        resource: vertical.resource,
        path: ['spec', 'updatePolicy', 'updateMode'],
        message: `It changes the requested ${clash.resource} by which ${titleOf(scaler.resource)} sets the replicas.`,
        fix: `Write updateMode: "Off", or controlledResources without ${clash.resource}.`,
      };
    }
  },
};
