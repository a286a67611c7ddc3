import { z } from 'zod';
import { contains } from '../../clusters/network.ts';
import { type ClusterState, type Origin, ofKind } from './cluster-state.ts';
import type { Pod } from './pods.ts';
import { type Labels, labelSelector, selects } from './selector.ts';

const peer = z.looseObject({
  ipBlock: z.looseObject({ cidr: z.string(), except: z.array(z.string()).nullish() }).nullish(),
  namespaceSelector: labelSelector.nullish(),
  podSelector: labelSelector.nullish(),
});
const port = z.looseObject({
  port: z.union([z.number(), z.string()]).nullish(),
  endPort: z.number().nullish(),
  protocol: z.string().default('TCP'),
});
const ports = z.array(port).nullish();
const policy = z.looseObject({
  spec: z.looseObject({
    podSelector: labelSelector,
    policyTypes: z.array(z.string()).nullish(),
    ingress: z.array(z.looseObject({ from: z.array(peer).nullish(), ports })).nullish(),
    egress: z.array(z.looseObject({ to: z.array(peer).nullish(), ports })).nullish(),
  }),
});

export type Direction = 'ingress' | 'egress';
type Port = z.infer<typeof port>;
export type Peer = z.infer<typeof peer>;

/** A NetworkPolicy that is on a cluster. */
export interface Policy {
  readonly unit: string;
  readonly from: Origin;
  readonly name: string;
  readonly namespace: string;
  readonly podSelector: z.infer<typeof labelSelector>;
  readonly directions: readonly Direction[];
  readonly rules: Readonly<Record<Direction, readonly { peers: readonly Peer[]; ports: readonly Port[] }[]>>;
}

/** The other side of a connection: a pod, or an address outside the pods. */
type Other = Pick<Pod, 'namespace' | 'labels'> | { readonly cidr: string };

const known = new WeakMap<ClusterState, readonly Policy[]>();

/** Every NetworkPolicy of a cluster. */
export function policiesOf(state: ClusterState): readonly Policy[] {
  const found = known.get(state) ?? ofKind(state, 'NetworkPolicy').map(read);
  known.set(state, found);
  return found;
}

function read({ unit, from, object }: ReturnType<typeof ofKind>[number]): Policy {
  const { spec } = policy.parse(object);
  const { policyTypes } = spec;
  const types = policyTypes ?? ['Ingress', ...(spec.egress ? ['Egress'] : [])];
  return {
    unit,
    from,
    name: object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    podSelector: spec.podSelector,
    directions: (['ingress', 'egress'] as const).filter((direction) =>
      types.some((type) => type.toLowerCase() === direction),
    ),
    rules: {
      ingress: (spec.ingress ?? []).map((rule) => ({ peers: rule.from ?? [], ports: rule.ports ?? [] })),
      egress: (spec.egress ?? []).map((rule) => ({ peers: rule.to ?? [], ports: rule.ports ?? [] })),
    },
  };
}

/** The policies that select a pod. */
export function policiesFor(state: ClusterState, pod: Pick<Pod, 'namespace' | 'labels'>): readonly Policy[] {
  return policiesOf(state).filter(
    ({ namespace, podSelector }) => namespace === pod.namespace && selects(podSelector, pod.labels),
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
  const closing = policiesFor(state, pod).filter(({ directions }) => directions.includes(direction));
  return (
    closing.length === 0 ||
    closing.some(({ namespace, rules }) =>
      rules[direction].some(
        ({ peers, ports }) =>
          (peers.length === 0 || peers.some((each) => isPeer(state, namespace, each, other))) &&
          (ports.length === 0 || ports.some((each) => isPort(each, number, portsOfCallee))),
      ),
    )
  );
}

function isPort({ port, endPort, protocol }: Port, number: number, declared: Pod['ports']): boolean {
  if (protocol !== 'TCP') return false;
  if (port === undefined || port === null) return true;
  if (typeof port === 'string')
    return declared.some(({ name, containerPort }) => name === port && containerPort === number);
  return port <= number && number <= (endPort ?? port);
}

function isPeer(state: ClusterState, home: string, { ipBlock, ...selectors }: Peer, other: Other): boolean {
  if ('cidr' in other) {
    if (!ipBlock) return false;
    const excepted = (ipBlock.except ?? []).some((except) => contains(except, other.cidr));
    return contains(ipBlock.cidr, other.cidr) && !excepted;
  }
  if (ipBlock) return false;
  const { namespaceSelector, podSelector } = selectors;
  const there = namespaceSelector
    ? selects(namespaceSelector, namespaceLabels(state, other.namespace))
    : other.namespace === home;
  return there && (!podSelector || selects(podSelector, other.labels));
}

/** Labels of a namespace, with the one that Kubernetes sets. */
export function namespaceLabels(state: ClusterState, name: string): Labels {
  const found = ofKind(state, 'Namespace').find(({ object }) => object.metadata.name === name);
  return { ...found?.object.metadata.labels, 'kubernetes.io/metadata.name': name };
}
