import { matches } from '../../../cluster-model/objects/selector.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import type { Peer } from '../../state/network-policies.ts';
import { isSeen } from '../../state/service-ports.ts';
import type { Workload } from '../../state/workload.ts';

/** Groups whose objects make no pods in their own namespace, or such as the tree knows. */
const WITHOUT_PODS =
  /^(?:[^.]*|.*\.k8s\.io|.*\.istio\.io|.*\.coreos\.com|.*\.?keda\.sh|cert-manager\.io|acme\.cert-manager\.io|.*external-secrets\.io|argoproj\.io|bitnami\.com|kyverno\.io|.*gatekeeper\.sh|.*k8s\.aws|karpenter\..*|.*cilium\.io|velero\.io|monitoring\..*)$/;

/** Namespaces in which an operator may make pods that the tree does not show. */
const withMakers = remembered(
  (state: ClusterState): ReadonlySet<string> =>
    new Set(
      state.resources.filter(({ group }) => !WITHOUT_PODS.test(group)).map(({ namespace }) => namespace),
    ),
);

/** The namespaces that an item of a policy selects, as far as the tree has them. */
export function namespacesOf(
  state: ClusterState,
  { namespaceSelector }: Peer,
  home: string,
): readonly string[] {
  if (namespaceSelector === undefined) return [home];
  const { all, byLabel } = labelledNamespaces(state);
  // Nearly every selector names one namespace; not each of them has to be compared with every other one.
  const [label] = Object.entries(namespaceSelector.matchLabels);
  if (label === undefined && namespaceSelector.matchExpressions.length === 0) return all;
  const candidates = label === undefined ? all : (byLabel.get(label.join('=')) ?? []);
  return candidates.filter((name) => matches(namespaceSelector, state.namespaces.get(name)?.labels ?? {}));
}

const labelledNamespaces = remembered(
  (
    state: ClusterState,
  ): { readonly all: readonly string[]; readonly byLabel: ReadonlyMap<string, readonly string[]> } => {
    const byLabel = new Map<string, string[]>();
    for (const [name, { labels }] of state.namespaces) {
      for (const label of Object.entries(labels)) {
        const others = byLabel.get(label.join('='));
        if (others === undefined) byLabel.set(label.join('='), [name]);
        else others.push(name);
      }
    }
    return { all: [...state.namespaces.keys()], byLabel };
  },
);

/** The workloads that an item names; undefined where some of them may be outside the tree. */
export function workloadsOf(
  state: ClusterState,
  peer: Peer,
  home: string,
): { readonly workloads: readonly Workload[]; readonly isWhole: boolean } {
  const namespaces = namespacesOf(state, peer, home);
  const { podSelector } = peer;
  const workloads = namespaces.flatMap((namespace) =>
    state
      .workloadsIn(namespace)
      .filter(
        ({ labels, hostNetwork }) =>
          !hostNetwork && (podSelector === undefined || matches(podSelector, labels)),
      ),
  );
  const keys = Object.keys(peer.namespaceSelector?.matchLabels ?? {});
  // A label that others may have too can stand on namespaces of another tree.
  const isNamed = peer.namespaceSelector === undefined || keys.includes('kubernetes.io/metadata.name');
  const isWhole =
    isNamed && namespaces.length > 0 && namespaces.every((name) => isWholeNamespace(state, name));
  return { workloads, isWhole };
}

/** Whether all pods of a namespace are in the tree. */
export function isWholeNamespace(state: ClusterState, name: string): boolean {
  return isSeen(state, name) && !withMakers(state).has(name) && state.workloadsIn(name).length > 0;
}

/** Whether a selector asks for a label that operators and the cluster set, and that no template of the tree has. */
export function hasForeignKey(state: ClusterState, { podSelector }: Pick<Peer, 'podSelector'>): boolean {
  const keys = [
    ...Object.keys(podSelector?.matchLabels ?? {}),
    ...(podSelector?.matchExpressions ?? []).map(({ key }) => key),
  ];
  return keys.some(
    (key) => key.includes('/') && !/^(?:app|helm)\.(?:kubernetes|sh)/.test(key) && !labelKeys(state).has(key),
  );
}

const labelKeys = remembered(
  (state: ClusterState): ReadonlySet<string> =>
    new Set(state.workloads.flatMap(({ labels }) => Object.keys(labels))),
);
