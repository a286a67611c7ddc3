import { z } from 'zod';
import type { Cluster } from '../../clusters/index.ts';
import { contains, overlaps } from '../../clusters/network.ts';
import type { Rendered } from '../rendered-fleet.ts';

const labels = z.record(z.string(), z.string());
const requirement = z.object({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string()).default([]),
});
const selector = z.object({
  matchLabels: labels.default({}),
  matchExpressions: z.array(requirement).default([]),
});
const peer = z.object({
  ipBlock: z.object({ cidr: z.string(), except: z.array(z.string()).default([]) }).optional(),
  namespaceSelector: selector.optional(),
  podSelector: selector.optional(),
});
const port = z.object({ port: z.number().optional(), endPort: z.number().optional() });
const specification = z.object({
  podSelector: selector,
  ingress: z
    .array(z.object({ from: z.array(peer).default([]), ports: z.array(port).default([]) }))
    .default([]),
  egress: z.array(z.object({ to: z.array(peer).default([]), ports: z.array(port).default([]) })).default([]),
});

type Selector = z.infer<typeof selector>;
type Peer = z.infer<typeof peer>;
type Labels = z.infer<typeof labels>;
/** Ports from the first to the last. */
type Ports = readonly [first: number, last: number];

/** The pods that one policy selects: what is known of them are the labels that it selects them by. */
interface Group {
  readonly cluster: string;
  readonly namespace: string;
  readonly labels: Labels;
}

/** One rule of one policy, from the view of the pods that it selects. */
interface Opening {
  readonly group: Group;
  readonly policy: string;
  readonly peers: readonly Peer[];
  readonly ports: readonly Ports[];
}

/** What a cluster's own nodes answer for: a Service of the type NodePort leads from there to its pods. */
const NODE_PORTS: Ports = [30_000, 32_767];

/**
 * Connections between pods that policies let through because of an address: on EKS a pod's address is one of its node's
 * subnet, so a rule for these networks is a rule for every pod in them. One is fine where the callee names the caller.
 *
 * @param objects the rendered objects of all clusters
 */
export function connectionsByAddress(
  clusters: readonly Cluster[],
  objects: readonly Rendered[],
): readonly string[] {
  const namespaces = new Map(
    objects
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ cluster, name, json }) => [`${cluster}/${name}`, labels.parse(json.metadata.labels ?? {})]),
  );
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const incoming = policies.flatMap((policy) => openingsOf(policy, 'ingress'));
  const outgoing = policies.flatMap((policy) => openingsOf(policy, 'egress'));
  const subnetsOf = new Map(clusters.map(({ name, terraform }) => [name, terraform.privateSubnetCidrs]));
  const routed = (one: string, other: string) =>
    one === other || clusters.some(({ name, linkedTo, hub }) => isPair(name, [...linkedTo, hub], one, other));
  const names = (peers: readonly Peer[], from: Group, to: Group) =>
    from.cluster === to.cluster && peers.some((each) => isNamed(each, from, to.namespace, namespaces));
  const covers = (peers: readonly Peer[], { cluster }: Group) =>
    peers.length === 0 || peers.some((each) => coversSome(each, subnetsOf.get(cluster) ?? []));

  const found = outgoing.flatMap((out) => {
    const throughNodes = [...subnetsOf.keys()]
      .filter((cluster) => routed(out.group.cluster, cluster))
      .filter((cluster) => covers(out.peers, { ...out.group, cluster }) && meet(out.ports, [NODE_PORTS]))
      .map((cluster) => `${nameOf(out)} -> a port of the nodes of ${cluster}`);
    const direct = incoming
      .filter(({ group }) => routed(out.group.cluster, group.cluster))
      .filter(({ ports }) => meet(out.ports, ports))
      .filter(({ group }) => names(out.peers, group, out.group) || covers(out.peers, group))
      .filter(({ group, peers }) => !names(peers, out.group, group) && covers(peers, out.group))
      .map((into) => `${nameOf(out)} -> ${nameOf(into)}`);
    return [...throughNodes, ...direct];
  });
  return [...new Set(found)].sort();
}

function openingsOf(
  { cluster, namespace = '', name, json }: Rendered,
  side: 'ingress' | 'egress',
): Opening[] {
  const { podSelector, ingress, egress } = specification.parse(json.spec);
  const group = { cluster, namespace, labels: podSelector.matchLabels };
  const rules =
    side === 'ingress'
      ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
      : egress.map(({ to, ports }) => ({ peers: to, ports }));
  return rules.map(({ peers, ports }) => ({
    group,
    policy: name,
    peers,
    ports:
      ports.length === 0
        ? [[0, 65_535]]
        : ports.map(({ port: first = 0, endPort = first === 0 ? 65_535 : first }) => [first, endPort]),
  }));
}

function isPair(name: string, others: readonly string[], one: string, other: string): boolean {
  return (name === one && others.includes(other)) || (name === other && others.includes(one));
}

/** Whether the peer, in a policy of this namespace, selects the group by labels. */
function isNamed(
  { ipBlock, namespaceSelector, podSelector }: Peer,
  group: Group,
  home: string,
  namespaces: ReadonlyMap<string, Labels>,
): boolean {
  if (ipBlock !== undefined) return false;
  const own = {
    'kubernetes.io/metadata.name': group.namespace,
    ...namespaces.get(`${group.cluster}/${group.namespace}`),
  };
  const there = namespaceSelector === undefined ? group.namespace === home : fits(namespaceSelector, own);
  return there && (podSelector === undefined || fits(podSelector, group.labels));
}

function fits({ matchLabels, matchExpressions }: Selector, own: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => own[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = own[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      return (value !== undefined && values.includes(value)) === (operator === 'In');
    })
  );
}

/** Whether an address of the subnets is in the block and in none of its exceptions. */
function coversSome({ ipBlock }: Peer, subnets: readonly string[]): boolean {
  if (ipBlock === undefined) return false;
  return subnets.some(
    (subnet) =>
      overlaps(ipBlock.cidr, subnet) && !ipBlock.except.some((exception) => contains(exception, subnet)),
  );
}

function meet(some: readonly Ports[], others: readonly Ports[]): boolean {
  return some.some(([first, last]) => others.some(([from, to]) => first <= to && from <= last));
}

function nameOf({ group, policy, ports }: Opening): string {
  return `${group.cluster} ${group.namespace}/${policy} ${ports.map(([first]) => first).join(',')}`;
}
