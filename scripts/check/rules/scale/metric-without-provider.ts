import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fields, listAt, textAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa, scaledObject } from './sample-scalers.ts';

const EXTERNAL = 'external.metrics.k8s.io';
const CUSTOM = 'custom.metrics.k8s.io';
/** The API that serves metrics of a type. */
const SERVED_BY: Readonly<Record<string, string>> = { External: EXTERNAL, Pods: CUSTOM, Object: CUSTOM };

/** Without an answer a metric is no reason to scale, and a reason not to scale down. */
export const metricWithoutProvider: ClusterRule = {
  id: 'metric-without-provider',
  severity: 'error',
  summary: 'A metric of an autoscaler that no adapter of the tree serves',
  breaks:
    'A metric that cannot be read blocks every scale-down: the workload goes up to its maximum and stays there. With no other metric it is never scaled.',
  pitfalls: ['X-37', 'X-38'],
  failing:
    deployment('worker') +
    scaledObject('worker') +
    deployment('web') +
    hpa('web', {
      metrics:
        '{ type: External, external: { metric: { name: orders }, target: { type: AverageValue, averageValue: "30" } } }',
    }),
  passing:
    deployment('worker') +
    scaledObject('worker') +
    deployment('web', { container: 'resources: { requests: { cpu: 100m } }' }) +
    hpa('web'),
  *judge(state) {
    const apis = adaptersIn(state);
    for (const resource of state.of('autoscaling/HorizontalPodAutoscaler')) {
      if (resource.isExtract) continue;
      for (const [index, metric] of listAt(resource.value, 'spec', 'metrics').entries()) {
        const type = textAt(metric, 'type') ?? '';
        const group = SERVED_BY[type];
        if (group === undefined) continue;
        const name = textAt(fields(fields(metric)[type.toLowerCase()]).metric, 'name') ?? '';
        const path = ['spec', 'metrics', index];
        if (group === EXTERNAL && apis.keda) {
          yield {
            resource,
            path,
            message: `KEDA serves ${EXTERNAL}, and only for its own ScaledObjects: nobody answers for ${name}.`,
            fix: 'Write a ScaledObject with a trigger for it in the place of this autoscaler.',
          };
        } else if (!apis.groups.has(group)) {
          yield {
            resource,
            path,
            severity: apis.isKnown ? 'error' : 'warning',
            message: `Nothing in the tree serves ${group}: nobody answers for the metric ${name}.`,
            fix: 'Install an adapter that serves it, or write a ScaledObject of KEDA with a prometheus trigger.',
          };
        }
      }
    }
  },
};

/** Who answers for metrics, as far as the tree says. */
function adaptersIn(state: ClusterState) {
  const services = state.of('apiregistration.k8s.io/APIService');
  const groups = new Map(
    services.map(({ value }) => [
      textAt(value, 'spec', 'group') ?? '',
      textAt(value, 'spec', 'service', 'name') ?? '',
    ]),
  );
  const other = groups.get(EXTERNAL);
  return {
    groups,
    // With the API of resources in the tree, those of the others would be there too.
    isKnown: [...groups.keys()].some((group) => group.endsWith('metrics.k8s.io')),
    keda: other === undefined ? state.of('keda.sh/ScaledObject').length > 0 : /keda/.test(other),
  };
}
