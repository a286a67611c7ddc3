import { contains } from '../../clusters/network.ts';
import type { PolicyPeer, PolicyPort } from '../cluster-model/objects/network-policy.ts';
import { matches } from '../cluster-model/objects/selector.ts';
import { type Direction, type NetworkPolicy, networkPoliciesOf } from '../cluster-model/policies.ts';
import { Mistake } from '../command-line/mistake.ts';
import { type ClusterState, type Origin, ofKind, type Placed } from './cluster-state.ts';
import type { Pod } from './pods.ts';

/** A NetworkPolicy that is on a cluster, and where it comes from. */
export interface Policy extends NetworkPolicy {
  readonly unit: string;
  readonly from: Origin;
}

/** The other side of a connection: a pod, or an address outside the pods. */
type Other = Pick<Pod, 'namespace' | 'labels'> | { readonly cidr: string };

const known = new WeakMap<ClusterState, readonly Policy[]>();

/** Every NetworkPolicy of a cluster. */
export function policiesOf(state: ClusterState): readonly Policy[] {
  const found = known.get(state) ?? ofKind(state, 'NetworkPolicy').flatMap(read);
  known.set(state, found);
  return found;
}

/** @throws Mistake for a policy that the API server would refuse */
function read({ unit, from, object }: Placed): readonly Policy[] {
  const problems: string[] = [];
  const { apiVersion, kind } = object;
  const found = {
    apiVersion,
    kind,
    file: `dist/ or the chart of ${unit}`,
    line: 1,
    within: '',
    value: object,
  };
  const read = networkPoliciesOf([found], problems);
  if (problems.length > 0) throw new Mistake(problems.join('\n'));
  return read.map((policy) => ({ ...policy, unit, from }));
}

/** The policies that select a pod. */
export function policiesFor(state: ClusterState, pod: Pick<Pod, 'namespace' | 'labels'>): readonly Policy[] {
  return policiesOf(state).filter(
    ({ namespace, selector }) => namespace === pod.namespace && matches(selector, pod.labels),
  );
}

/** Whether the policies let a pod have a TCP connection in a direction; one that none of them selects has every one. */
export function permits(
  state: ClusterState,
  pod: Pick<Pod, 'namespace' | 'labels' | 'hostNetwork' | 'ports'>,
  direction: Direction,
  other: Other,
  number: number,
  portsOfCallee: Pod['ports'] = pod.ports,
): boolean {
  if (pod.hostNetwork) return true;
  const closing = policiesFor(state, pod).filter((policy) => policy[direction] !== undefined);
  return (
    closing.length === 0 ||
    closing.some((policy) =>
      (policy[direction] ?? []).some(
        ({ peers, ports }) =>
          (peers?.some((each) => isPeer(state, policy.namespace, each, other)) ?? true) &&
          (ports?.some((each) => isPort(each, number, portsOfCallee)) ?? true),
      ),
    )
  );
}

function isPort({ port, endPort, protocol }: PolicyPort, number: number, declared: Pod['ports']): boolean {
  if (protocol !== 'TCP') return false;
  if (port === undefined) return true;
  if (typeof port === 'string')
    return declared.some(({ name, containerPort }) => name === port && containerPort === number);
  return port <= number && number <= (endPort ?? port);
}

function isPeer(
  state: ClusterState,
  home: string,
  { ipBlock, ...selectors }: PolicyPeer,
  other: Other,
): boolean {
  if ('cidr' in other) {
    if (!ipBlock) return false;
    const excepted = ipBlock.except.some((except) => contains(except, other.cidr));
    return contains(ipBlock.cidr, other.cidr) && !excepted;
  }
  if (ipBlock) return false;
  const { namespaceSelector, podSelector } = selectors;
  const there = namespaceSelector
    ? matches(namespaceSelector, namespaceLabels(state, other.namespace))
    : other.namespace === home;
  return there && (!podSelector || matches(podSelector, other.labels));
}

/** Labels of a namespace, with the one that Kubernetes sets. */
export function namespaceLabels(state: ClusterState, name: string): Readonly<Record<string, string>> {
  const found = ofKind(state, 'Namespace').find(({ object }) => object.metadata.name === name);
  return { ...found?.object.metadata.labels, 'kubernetes.io/metadata.name': name };
}
