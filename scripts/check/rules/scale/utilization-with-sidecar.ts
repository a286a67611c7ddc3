import type { ClusterRule } from '../../rule.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { practiceOf } from '../../state/practice.ts';
import { scaledWorkload, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { resourceMetricsOf } from './resource-metrics.ts';
import { hpa } from './sample-scalers.ts';

const mesh = `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
`;
const requests = 'resources: { requests: { cpu: 100m } }';

/** The proxy is part of the sum, and works for every request as well. */
export const utilizationWithSidecar: ClusterRule = {
  id: 'utilization-with-sidecar',
  severity: 'info',
  summary: 'An autoscaler by the CPU or memory of whole pods, whose sidecar is part of it',
  breaks:
    'The share is that of all containers together: with a busy proxy it says more about the proxy than about the program, and scales too late or too early.',
  pitfalls: ['X-40', 'X-74'],
  failing: mesh + deployment('web', { container: requests }) + hpa('web'),
  passing:
    mesh +
    deployment('web', { container: requests }) +
    hpa('web', {
      metrics:
        '{ type: ContainerResource, containerResource: { name: cpu, container: web, target: { type: Utilization, averageUtilization: 70 } } }',
    }),
  *judge(state) {
    const metrics = scalersIn(state).flatMap((scaler) => {
      const workload = scaledWorkload(state, scaler);
      if (workload === undefined || scaler.resource.isExtract) return [];
      if (!injectedContainers(state, workload).some(({ name }) => name === 'istio-proxy')) return [];
      return resourceMetricsOf(scaler.resource)
        .filter(({ isShare }) => isShare)
        .map((metric) => ({ scaler, metric, workload }));
    });
    const odd = practiceOf(metrics, ({ metric }) => metric.container !== undefined)?.lacks ?? [];
    for (const each of metrics) {
      const { scaler, metric, workload } = each;
      if (metric.container !== undefined) continue;
      const main = workload.containers.find(({ role }) => role === 'main')?.name ?? 'of the program';
      yield {
        resource: scaler.resource,
        path: metric.path,
        severity: odd.includes(each) ? 'warning' : 'info',
        message: `It scales by the ${metric.resource} of the whole pod, and the mesh's proxy is part of it${odd.includes(each) ? '; the others scale by a container' : ''}.`,
        fix:
          scaler.kind === 'ScaledObject'
            ? `Write containerName: ${main} in the metadata of the trigger.`
            : `Write type: ContainerResource with container: ${main}.`,
      };
    }
  },
};
