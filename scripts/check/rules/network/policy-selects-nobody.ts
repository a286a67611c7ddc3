import { nearestName } from '../../../../clusters/nearest-name.ts';
import { matches } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { type Peer, type PolicyRule, type PolicyState, policiesIn } from '../../state/network-policies.ts';
import { hasForeignKey, isWholeNamespace, namespacesOf, workloadsOf } from './policy-peers.ts';
import { CALL, DNS, SEALED } from './sample.ts';
import { nearestPods, selectorText } from './selector-text.ts';

/** A selector that matches nothing is as good as no rule. */
export const policySelectsNobody: ClusterRule = {
  id: 'policy-selects-nobody',
  severity: 'error',
  summary: 'A selector of a NetworkPolicy that matches no namespace or no pod',
  breaks:
    'The policy protects nobody, or admits nobody: what it was to open stays closed, and nothing says why.',
  pitfalls: ['X-16', 'X-18', 'X-19'],
  failing: SEALED + DNS + CALL.replaceAll('app: cart', 'app: carts'),
  passing: SEALED + DNS + CALL,
  *judge(state) {
    for (const policy of policiesIn(state)) {
      yield* judgeOwn(state, policy);
      for (const rule of [...policy.ingress, ...policy.egress]) {
        for (const peer of rule.peers) {
          if (peer.block !== undefined || peer.isUnreadable) continue;
          const said = judgeNamespace(state, policy, peer) ?? judgePods(state, policy, rule, peer);
          if (said !== undefined) yield said;
        }
      }
    }
  },
};

function* judgeOwn(state: ClusterState, { resource, selector, workloads }: PolicyState): Generator<Said> {
  const { namespace } = resource;
  const isAny = Object.keys(selector.matchLabels).length === 0 && selector.matchExpressions.length === 0;
  if (isAny || workloads.length > 0 || !isWholeNamespace(state, namespace)) return;
  if (state.workloadsIn(namespace).some(({ labels }) => matches(selector, labels))) return;
  if (hasForeignKey(state, { podSelector: selector })) return;
  yield {
    resource,
    path: ['spec', 'podSelector'],
    message: `No pod in the namespace ${namespace} has the labels ${selectorText(selector)}: the policy is for nobody.`,
    fix: `Write labels that the template of a workload has${nearestPods(selector, state.workloadsIn(namespace))}.`,
  };
}

/** Namespaces that nearly every cluster has, and whose names are well known. */
const WELL_KNOWN = ['kube-system', 'istio-system', 'monitoring', 'ingress-nginx', 'cert-manager', 'default'];
const NAME = 'kubernetes.io/metadata.name';

function judgeNamespace(state: ClusterState, { resource }: PolicyState, peer: Peer): Said | undefined {
  const { namespaceSelector, path } = peer;
  if (namespaceSelector === undefined || namespacesOf(state, peer, resource.namespace).length > 0)
    return undefined;
  const place = [...path, 'namespaceSelector', 'matchLabels'];
  for (const [key, value] of Object.entries(namespaceSelector.matchLabels)) {
    const own = [...state.namespaces.values()].flatMap(({ labels }) =>
      Object.hasOwn(labels, key) ? (labels[key] ?? '') : [],
    );
    if (own.includes(value)) continue;
    if (key === NAME) {
      const near = nearestName(value, [...state.namespaces.keys(), ...WELL_KNOWN]);
      if (near === undefined || near === value || !isTypo(near, value)) continue;
      return {
        resource,
        path: [...place, key],
        message: `There is no namespace ${value}: the rule admits nobody.`,
        fix: `Write ${near}.`,
      };
    }
    if (key === 'name' || /^kubernetes\.io\//.test(key)) {
      if (own.length > 0) continue;
      return {
        resource,
        path: [...place, key],
        message: `No namespace has the label ${key}: Kubernetes sets ${NAME} on each, and nothing else. The rule admits nobody.`,
        fix: `Write ${NAME}: ${value}.`,
      };
    }
    if (own.length === 0) continue;
    return {
      resource,
      path: [...place, key],
      severity: 'warning',
      message: `No namespace has the label ${key}=${value}; there are ${[...new Set(own)].slice(0, 5).join(', ')}.`,
      fix: `Write a value that a namespace has, or select it by ${NAME}.`,
    };
  }
  return undefined;
}

/** Names with the same beginning or end; others may well be two namespaces. */
function isTypo(one: string, other: string): boolean {
  return one.slice(0, 3) === other.slice(0, 3) || one.slice(-3) === other.slice(-3);
}

function judgePods(
  state: ClusterState,
  { resource }: PolicyState,
  { peers }: PolicyRule,
  peer: Peer,
): Said | undefined {
  const { podSelector, path, namespaceSelector } = peer;
  if (
    podSelector === undefined ||
    (Object.keys(podSelector.matchLabels).length === 0 && podSelector.matchExpressions.length === 0)
  )
    return undefined;
  const { workloads, isWhole } = workloadsOf(state, peer, resource.namespace);
  if (workloads.length > 0 || !isWhole || hasForeignKey(state, peer)) return undefined;
  const names = namespacesOf(state, peer, resource.namespace);
  const other =
    namespaceSelector === undefined
      ? peers.find((each) => each.namespaceSelector !== undefined && each.podSelector === undefined)
      : undefined;
  if (other !== undefined) {
    return {
      resource,
      path,
      message: `The pods ${selectorText(podSelector)} are looked for in ${resource.namespace}, where there are none: as an item of its own, the podSelector does not belong to the namespaceSelector beside it, which admits every pod of its namespaces.`,
      fix: 'Put podSelector and namespaceSelector into one item of the list.',
    };
  }
  return {
    resource,
    path: [...path, 'podSelector'],
    message: `No pod in ${names.join(', ')} has the labels ${selectorText(podSelector)}: the rule admits nobody.`,
    fix: `Write labels that the template of a workload has${nearestPods(
      podSelector,
      names.flatMap((name) => state.workloadsIn(name)),
    )}.`,
  };
}
