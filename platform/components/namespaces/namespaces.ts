import { namespacesOf } from '../../unit/namespaces-of.ts';
import type { Unit } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { addNamespace } from './namespace.ts';
import { addLimitRange, addQuota } from './quota.ts';

/** The unit with every namespace of a cluster, so that all exist before anything wants to live in them. */
export function namespaces(clusters: readonly string[]): Unit {
  return {
    name: 'namespaces',
    project: 'platform',
    namespace: 'argocd',
    wave: waves.namespaces,
    clusters,
    build: (chart, context) => {
      const { workloads } = graphOf(context);
      for (const namespace of namespacesOf(context)) {
        addNamespace(chart, namespace, context.cluster);
        // Helm charts of the platform size themselves; only our own workloads are known to the last pod.
        if (namespace.owner === 'platform') continue;
        const placed = workloads.filter((workload) => workload.namespace === namespace.name);
        addQuota(chart, namespace.name, namespace.owner, placed, context);
        addLimitRange(chart, namespace.name, namespace.owner);
      }
    },
  };
}
