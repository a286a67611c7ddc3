import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { numberAt, textAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { ALB, backendsOf, isOfAlb } from './load-balancer.ts';
import { INGRESS } from './sample-ingress.ts';

const GATE = 'elbv2.k8s.aws/pod-readiness-gate-inject';
const namespace = (labels: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n---\n`;

/** The controller tells a pod's readiness only in namespaces that ask for it. */
export const loadBalancerReadiness: ClusterRule = {
  id: 'load-balancer-readiness',
  severity: 'warning',
  summary:
    'Pods that are targets of an AWS load balancer, in a namespace without its readiness gates, or that go before it knows',
  breaks:
    'A rollout ends old pods before the load balancer has the new ones, or while it still sends to them: callers get 502.',
  pitfalls: ['X-104'],
  failing: namespace('team: shop') + INGRESS,
  passing: namespace(`${GATE}: enabled`) + INGRESS,
  *judge(state) {
    const seen = new Set<string>();
    for (const resource of state.of('networking.k8s.io/Ingress')) {
      if (!isOfAlb(resource) || resource.annotations[`${ALB}target-type`] !== 'ip' || resource.isExtract)
        continue;
      const backends = backendsOf(state, resource);
      const own = state.namespaces.get(resource.namespace);
      const rolls = backends.some(({ service }) => service.workloads.length > 0);
      if (
        own?.resource !== undefined &&
        own.labels[GATE] !== 'enabled' &&
        rolls &&
        !seen.has(resource.namespace)
      ) {
        seen.add(resource.namespace);
        yield {
          resource: own.resource,
          path: ['metadata', 'labels'],
          message: `Pods of the namespace are targets of a load balancer (Ingress ${resource.name}), and it does not ask for readiness gates: pods are ready before the load balancer knows them.`,
          fix: `Add the label ${GATE}: enabled.`,
        };
      }
      const delay = Number(
        /deregistration_delay\.timeout_seconds=(\d+)/.exec(
          resource.annotations[`${ALB}target-group-attributes`] ?? '',
        )?.[1] ?? Number.NaN,
      );
      if (Number.isNaN(delay)) continue;
      for (const { service } of backends) {
        for (const workload of service.workloads) {
          const grace = graceOf(state, workload);
          if (grace === undefined || delay <= grace || seen.has(`${resource.name} ${workload.name}`))
            continue;
          seen.add(`${resource.name} ${workload.name}`);
          yield {
            resource,
            path: ['metadata', 'annotations', `${ALB}target-group-attributes`],
            message: `The load balancer keeps a pod that goes for ${delay} s (deregistration_delay), and the pods of ${workload.kind} ${workload.namespace}/${workload.name} end after ${grace} s at the latest: its last requests meet nobody.`,
            fix: `Write deregistration_delay.timeout_seconds=${Math.min(30, grace)}, or give the pods more time.`,
          };
        }
      }
    }
  },
};

/** The time a pod has to end, where it says it. */
function graceOf(_: ClusterState, { spec, resource }: Workload): number | undefined {
  const said = numberAt(spec, 'terminationGracePeriodSeconds');
  return said ?? (resource.isExtract || textAt(spec, 'restartPolicy') === 'Never' ? undefined : 30);
}
