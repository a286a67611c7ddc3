import { isMeshed } from '../../kit/namespace.ts';
import { clusterDnsPods, type Flow, pods } from '../../kit/network/flows.ts';
import type { PlatformComponent } from '../../unit/component-declaration.ts';
import type { Context } from '../../unit/unit.ts';
import { metricsOf } from '../../workload/declaration/metrics.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { ingressGatewayPods, MERGED_METRICS_PORT } from '../istio/address.ts';

/**
 * What Prometheus reads on a cluster: the pods of the given components that have metrics, every workload, and the
 * cluster's DNS. The other side of each flow is declared with the pods themselves.
 */
export function scrapeTargets(components: readonly PlatformComponent[], context: Context): readonly Flow[] {
  const { cluster, fleet } = context;
  const here = components.filter(({ on = () => true }) => on(cluster, fleet));
  return [
    pods(clusterDnsPods, 9153),
    ...here.flatMap(({ namespace, pods: traffic = () => [] }) =>
      traffic(context).flatMap(({ labels = {}, metrics = [] }) =>
        metrics.length === 0 ? [] : [pods({ namespace, labels }, ...metrics)],
      ),
    ),
    ...(cluster.mesh === undefined ? [] : [pods(ingressGatewayPods, MERGED_METRICS_PORT)]),
    ...workloads(context),
  ];
}

/** One flow per namespace, to the ports of its workloads. */
function workloads(context: Context): readonly Flow[] {
  const ports = new Map<string, Set<number>>();
  for (const { declaration, namespace, mesh } of graphOf(context).workloads) {
    if (declaration.kind === 'job') continue;
    const port = isMeshed({ mesh }, context.cluster) ? MERGED_METRICS_PORT : metricsOf(declaration).port;
    ports.set(namespace, (ports.get(namespace) ?? new Set()).add(port));
  }
  return [...ports]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([namespace, numbers]) =>
      pods({ namespace, labels: {} }, ...[...numbers].sort((one, other) => one - other)),
    );
}
