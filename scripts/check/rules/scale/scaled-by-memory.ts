import type { ClusterRule } from '../../rule.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { scaledWorkload, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { resourceMetricsOf } from './resource-metrics.ts';

const hpa = (resource: string) => `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: ${resource}, target: { type: Utilization, averageUtilization: 80 } } }]
`;
const container = 'resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 512Mi } }';

/** A heap that may grow to several times of its request stays above the target for good. */
export const scaledByMemory: ClusterRule = {
  id: 'scaled-by-memory',
  severity: 'info',
  summary: 'Pods that are scaled by their memory, and may use several times of what they ask for',
  breaks: 'Few programs give memory back: after one peak the number of pods never falls again.',
  pitfalls: ['X-41'],
  failing: deployment('web', { container }) + hpa('memory'),
  passing: deployment('web', { container }) + hpa('cpu'),
  *judge(state) {
    for (const scaler of scalersIn(state)) {
      const workload = scaledWorkload(state, scaler);
      if (workload === undefined || scaler.resource.isExtract) continue;
      const byMemory = resourceMetricsOf(scaler.resource).find(
        ({ resource, isShare }) => resource === 'memory' && isShare,
      );
      if (byMemory === undefined) continue;
      const wide = containerResources(state, workload).find(({ requests, limits, container, isInjected }) => {
        if (isInjected || container.role === 'init') return false;
        const [asks, may] = [requests.get('memory'), limits.get('memory')];
        return asks !== undefined && may !== undefined && asks > 0n && may >= 2n * asks;
      });
      if (wide === undefined) continue;
      yield {
        resource: scaler.resource,
        path: byMemory.path,
        message: `It scales by memory as a share of the request, and ${wide.container.name} may use twice that and more: after a peak it stays above, and the pods are never fewer.`,
        fix: 'Scale by CPU or requests, and set the memory by what is recommended.',
      };
    }
  },
};
