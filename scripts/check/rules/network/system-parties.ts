import type { ClusterState } from '../../state/cluster-state.ts';
import { type Isolation, type Party, partyOf } from '../../state/network-policies.ts';
import type { Workload } from '../../state/workload.ts';

/**
 * Pods of the cluster's own that few trees have. Labels that nobody here knows of them are taken to be as a policy wants them; `name`
 * is on no namespace unless somebody puts it there.
 */
export function systemParty(
  state: ClusterState,
  { rules }: Isolation,
  known: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  own: Workload | undefined,
): Party {
  if (own !== undefined) return partyOf(state, own);
  const peers = rules.flatMap(({ rule }) => rule.peers);
  const wanted = peers.map(({ podSelector }) => podSelector?.matchLabels ?? {});
  const ofNamespace = peers.map(({ namespaceSelector }) => namespaceSelector?.matchLabels ?? {});
  const { name: _, ...unknown } = Object.assign({}, ...ofNamespace);
  const said = state.namespaces.get(known.namespace)?.resource?.labels;
  const named = { 'kubernetes.io/metadata.name': known.namespace };
  return {
    namespace: known.namespace,
    labels: { ...Object.assign({}, ...wanted), ...known.labels },
    namespaceLabels: said === undefined ? { ...unknown, ...named } : { ...said, ...named },
  };
}
