import { isDeepStrictEqual } from 'node:util';
import type { NamespaceDeclaration } from '../../kit/namespace.ts';
import type { Context, Unit } from '../../unit/unit.ts';
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

/**
 * The namespaces that the units of a cluster ask for, sorted by name.
 *
 * @throws when two units ask for one namespace in different forms
 */
export function namespacesOf({ cluster, units }: Context): readonly NamespaceDeclaration[] {
  const found = new Map<string, NamespaceDeclaration>();
  for (const unit of units) {
    if (!unit.clusters.includes(cluster.name)) continue;
    for (const namespace of unit.namespaces ?? []) {
      const other = found.get(namespace.name);
      if (other !== undefined && !isDeepStrictEqual(other, namespace)) {
        throw new Error(
          `The namespace ${namespace.name} on ${cluster.name} is declared in two forms, by ${other.owner} and by ${namespace.owner} (unit ${unit.name}). Declare it once, or the same way.`,
        );
      }
      found.set(namespace.name, namespace);
    }
  }
  return [...found.keys()].sort().flatMap((name) => found.get(name) ?? []);
}
