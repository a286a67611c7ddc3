import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { injectedContainers } from '../../state/mesh.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { scaledWorkload, scalersIn } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';
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
    const hasPractice = metrics.some(({ metric }) => metric.container !== undefined);
    for (const { scaler, metric, workload } of metrics) {
      if (metric.container !== undefined) continue;
      const isWrong = hasPractice || isMostlyProxy(state, workload, metric.resource);
      const main = workload.containers.find(({ role }) => role === 'main')?.name ?? 'of the program';
      yield {
        resource: scaler.resource,
        path: metric.path,
        severity: isWrong ? 'warning' : 'info',
        message: `It scales by the ${metric.resource} of the whole pod, and the mesh's proxy is part of it${hasPractice ? '; the others scale by a container' : isWrong ? ', with as large a request as the program' : ''}.`,
        fix:
          scaler.kind === 'ScaledObject'
            ? `Write containerName: ${main} in the metadata of the trigger.`
            : `Write type: ContainerResource with container: ${main}.`,
      };
    }
  },
};

/** Whether the proxy asks for as much as all others of the pod together. */
function isMostlyProxy(state: ClusterState, workload: Workload, resource: string): boolean {
  const running = containerResources(state, workload).filter(({ container }) => container.role !== 'init');
  const sum = (own: boolean) =>
    running
      .filter(({ isInjected }) => isInjected === own)
      .reduce((total, { requests }) => total + (requests.get(resource) ?? 0n), 0n);
  return sum(true) > sum(false);
}
