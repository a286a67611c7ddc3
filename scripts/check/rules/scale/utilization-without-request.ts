import type { ClusterRule } from '../../rule.ts';
import { containerResources } from '../../state/pod-resources.ts';
import { titleOf } from '../../state/resource.ts';
import { scaledWorkload, scalersIn } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { resourceMetricsOf } from './resource-metrics.ts';
import { hpa } from './sample-scalers.ts';

const withRequest = 'resources: { requests: { cpu: 100m } }';

/** A share of nothing is not computed. */
export const utilizationWithoutRequest: ClusterRule = {
  id: 'utilization-without-request',
  severity: 'error',
  summary: 'An autoscaler by utilisation of pods of which a container has no request',
  breaks:
    'The autoscaler reports "missing request" and computes nothing: the workload stays at its replicas under any load. KEDA refuses the ScaledObject.',
  pitfalls: ['X-40'],
  failing: deployment('web') + hpa('web'),
  passing: deployment('web', { container: withRequest }) + hpa('web'),
  *judge(state) {
    for (const scaler of scalersIn(state)) {
      const workload = scaledWorkload(state, scaler);
      if (workload === undefined || workload.resource.isExtract || workload.isMade) continue;
      for (const { resource, container, isShare, path } of resourceMetricsOf(scaler.resource)) {
        if (!isShare) continue;
        const running = containerResources(state, workload).filter(
          ({ container: { role } }) => role !== 'init',
        );
        const lacking = running.find(
          (each) =>
            (container === undefined || each.container.name === container) && !each.requests.has(resource),
        );
        if (lacking === undefined) continue;
        yield {
          resource: scaler.resource,
          path,
          message: `It scales by the share of requested ${resource}, and the container ${lacking.container.name} of ${titleOf(workload.resource)} requests none: nothing is computed.`,
          fix: `Write resources.requests.${resource} of the container ${lacking.container.name}, or scale by the container that has one (ContainerResource).`,
        };
      }
    }
  },
};
