import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { meshInstallation } from '../../state/mesh.ts';
import { textsIn } from '../../state/mesh-hosts.ts';
import { at, type Fields, fieldsAt, listAt, type Path, places, textAt, textsAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import type { Workload } from '../../state/workload.ts';

/** An AuthorizationPolicy of Istio, and the pods that it is for. */
export interface Authorization {
  readonly resource: Resource;
  readonly action: string;
  readonly selector: Readonly<Record<string, string>>;
  /** Attached to Gateways, Services and their like, in place of a selector. */
  readonly hasTargets: boolean;
  readonly workloads: readonly Workload[];
  readonly rules: readonly { readonly value: Fields; readonly path: Path }[];
}

export const authorizationsIn = remembered((state: ClusterState): readonly Authorization[] =>
  state.of('security.istio.io/AuthorizationPolicy').map((resource): Authorization => {
    const { value, namespace } = resource;
    const selector = textsAt(value, 'spec', 'selector', 'matchLabels');
    const hasTargets =
      at(value, 'spec', 'targetRefs') !== undefined || at(value, 'spec', 'targetRef') !== undefined;
    const isRoot = namespace === rootNamespace(state);
    const candidates = isRoot ? state.workloads : state.workloadsIn(namespace);
    return {
      resource,
      action:
        textAt(value, 'spec', 'action') ?? byDefault('security.istio.io/AuthorizationPolicy', 'spec.action'),
      selector,
      hasTargets,
      workloads: hasTargets ? [] : candidates.filter(({ labels }) => containsLabels(labels, selector)),
      rules: listAt(value, 'spec', 'rules').map((_, index) => ({
        value: fieldsAt(value, 'spec', 'rules', index),
        path: ['spec', 'rules', index],
      })),
    };
  }),
);

export function rootNamespace(state: ClusterState): string {
  return textAt(meshInstallation(state).meshConfig, 'rootNamespace') ?? 'istio-system';
}

/** Texts of a field of the sources or operations of a rule, each with its place. */
export function* textsOf(
  { value, path }: Authorization['rules'][number],
  side: 'from' | 'to',
  field: string,
): Generator<{ readonly text: string; readonly path: Path }> {
  const item = side === 'from' ? 'source' : 'operation';
  for (const place of places(value, `${side}[].${item}.${field}[]`)) {
    if (typeof place.value === 'string') yield { text: place.value, path: [...path, ...place.path] };
  }
}

/** The trust domains of the mesh; undefined where the tree does not say them. */
export function trustDomains(state: ClusterState): readonly string[] | undefined {
  const { meshConfig } = meshInstallation(state);
  if (meshConfig === undefined) return undefined;
  return [
    textAt(meshConfig, 'trustDomain') ?? 'cluster.local',
    'cluster.local',
    ...textsIn(listAt(meshConfig, 'trustDomainAliases')),
  ];
}
