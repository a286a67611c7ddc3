import type { Fleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import { ARGOCD_NAMESPACE } from '../../platform/components/argocd/address.ts';
import { SYSTEM_NAMESPACES } from '../../platform/kit/namespace.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';

/**
 * Whether nobody has to make the namespace: every cluster of Kubernetes has it, or it is that of Argo CD on the hub, where
 * Applications of a cluster go and which units name that have no namespace at all. A chart is installed on the cluster itself.
 */
function isThere({ namespace, helm }: Unit): boolean {
  const ofArgocd = namespace === ARGOCD_NAMESPACE && helm === undefined;
  return ofArgocd || SYSTEM_NAMESPACES.some((one) => one === namespace);
}

/**
 * Components whose namespace nobody makes on one of their clusters: Argo CD would find nowhere to put them. A
 * declaration with a mistake of its own is told by that one.
 */
export function undeclaredNamespaces(units: readonly Unit[], fleet: Fleet): readonly string[] {
  const broken = new Set(units.flatMap(({ namespace, mistakes }) => (mistakes ? [namespace] : [])));
  const declared = new Map(fleet.clusters.map(({ name }) => [name, declaredOn(name, units)]));
  return units.flatMap((unit) => {
    const { name, namespace, project, declaredAt } = unit;
    if (project !== 'platform' || declaredAt === undefined) return [];
    if (isThere(unit) || broken.has(namespace)) return [];
    const without = [...declared.keys()].filter(
      (cluster) => unit.clusters.includes(cluster) && !declared.get(cluster)?.has(namespace),
    );
    if (without.length === 0) return [];
    const nearest = nearestName(
      namespace,
      without.flatMap((cluster) => [...(declared.get(cluster) ?? [])]),
    );
    const meant = nearest === undefined ? '' : ` Is the namespace ${nearest} meant?`;
    return [
      `${declaredAt()}: component ${name}: declares: found nothing, and no other unit declares the namespace ${namespace} on ${without.join(', ')}, expected declares: restrictedNamespace('${namespace}')${nearest === undefined ? '' : '.'}${meant}`,
    ];
  });
}

function declaredOn(cluster: string, units: readonly Unit[]): ReadonlySet<string> {
  return new Set(
    unitsOn(cluster, units).flatMap(({ namespaces = [] }) => namespaces.map(({ name }) => name)),
  );
}
