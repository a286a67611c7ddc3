import type { Json, Matcher } from '../model/expected.ts';

type Labels = Readonly<Record<string, string>>;

/** Pods of a namespace, as a peer of a NetworkPolicy. */
export function pods(namespace: string, labels: Labels): Json {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}

export const prometheus = pods('monitoring', { 'app.kubernetes.io/name': 'prometheus' });

export const ingressGateway = pods('istio-system', { app: 'istio-ingressgateway' });

export const eastWestGateway = pods('istio-system', { app: 'istio-eastwestgateway' });

/** Private, shared and link-local ranges, which no rule for public addresses may reach. */
export const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Every public address, and none of those. */
export const publicAddresses: Json = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: PRIVATE,
  },
};

export function networks(cidrs: readonly string[]): readonly Json[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

export function tcp(...ports: readonly number[]): readonly Json[] {
  return ports.map((port) => ({ port, protocol: 'TCP' }));
}

/** A rule of `ingress`: these peers may come in at these ports. */
export function from(peers: readonly Json[], ...ports: readonly number[]): Json {
  return { from: peers, ports: tcp(...ports) };
}

/** A rule of `egress`: out to these peers, at these ports. */
export function to(peers: readonly Json[], ...ports: readonly number[]): Json {
  return { ports: tcp(...ports), to: peers };
}

/** Rules that each name peers and ports. One without peers admits everybody, one without ports everything. */
export const narrow: Matcher = {
  says: 'each rule names its peers and its ports',
  holds: (rules) =>
    Array.isArray(rules) &&
    rules.length > 0 &&
    rules.every((rule: unknown) => isNarrow(rule, 'from') || isNarrow(rule, 'to')),
};

function isNarrow(rule: unknown, side: 'from' | 'to'): boolean {
  const [peers, ports] = [fieldOf(rule, side), fieldOf(rule, 'ports')];
  return (
    Array.isArray(peers) &&
    peers.length > 0 &&
    peers.every(isNarrowPeer) &&
    Array.isArray(ports) &&
    ports.length > 0 &&
    ports.every((port: unknown) => fieldOf(port, 'port') !== undefined)
  );
}

/** No pods of every namespace, and no network of every address. */
function isNarrowPeer(peer: unknown): boolean {
  const cidr = fieldOf(fieldOf(peer, 'ipBlock'), 'cidr');
  if (cidr !== undefined) return cidr !== '0.0.0.0/0' && cidr !== '::/0';
  const labels = fieldOf(fieldOf(peer, 'namespaceSelector'), 'matchLabels');
  return typeof labels === 'object' && labels !== null && Object.keys(labels).length > 0;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
