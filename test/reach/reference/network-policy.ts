/**
 * NetworkPolicy as its documentation says it, for one pair of pods and one port at a time: slow, short, and written
 * without a look at the program that it judges.
 */

export interface RawSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

export interface RawPeer {
  readonly podSelector?: RawSelector;
  readonly namespaceSelector?: RawSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface RawPort {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

export interface RawPolicy {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector: RawSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly { readonly from?: readonly RawPeer[]; readonly ports?: readonly RawPort[] }[];
    readonly egress?: readonly { readonly to?: readonly RawPeer[]; readonly ports?: readonly RawPort[] }[];
  };
}

export interface OnePod {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  /** It has the address of its node, which no policy speaks of. */
  readonly hostNetwork: boolean;
  readonly ports: readonly {
    readonly name?: string;
    readonly containerPort: number;
    readonly protocol: string;
  }[];
}

export type Somebody = OnePod | { readonly address: string };

function isPod(somebody: Somebody): somebody is OnePod {
  return 'namespace' in somebody;
}

/** Whether the connection is open: the policies of both ends have to let it through. */
export function isOpen(
  policies: readonly RawPolicy[],
  from: Somebody,
  to: Somebody,
  protocol: string,
  port: number,
): boolean {
  if (isPod(from) && from === to) return true;
  if ([from, to].some((each) => isPod(each) && each.hostNetwork)) return true;
  return sends(policies, from, to, protocol, port) && receives(policies, from, to, protocol, port);
}

function sends(policies: readonly RawPolicy[], from: Somebody, to: Somebody, protocol: string, port: number) {
  if (!isPod(from)) return true;
  const applying = policies.filter(
    (policy) =>
      selects(policy, from) &&
      (policy.spec.policyTypes?.includes('Egress') ?? (policy.spec.egress ?? []).length > 0),
  );
  if (applying.length === 0) return true;
  for (const { metadata, spec } of applying) {
    for (const rule of spec.egress ?? []) {
      const peers = rule.to ?? [];
      const isPeer = peers.length === 0 || peers.some((peer) => names(peer, metadata.namespace, to));
      if (isPeer && admitsPort(rule.ports ?? [], to, protocol, port)) return true;
    }
  }
  return false;
}

function receives(
  policies: readonly RawPolicy[],
  from: Somebody,
  to: Somebody,
  protocol: string,
  port: number,
) {
  if (!isPod(to)) return true;
  const applying = policies.filter(
    (policy) => selects(policy, to) && (policy.spec.policyTypes?.includes('Ingress') ?? true),
  );
  if (applying.length === 0) return true;
  for (const { metadata, spec } of applying) {
    for (const rule of spec.ingress ?? []) {
      const peers = rule.from ?? [];
      const isPeer = peers.length === 0 || peers.some((peer) => names(peer, metadata.namespace, from));
      if (isPeer && admitsPort(rule.ports ?? [], to, protocol, port)) return true;
    }
  }
  return false;
}

function selects({ metadata, spec }: RawPolicy, pod: OnePod): boolean {
  return metadata.namespace === pod.namespace && fits(spec.podSelector, pod.labels);
}

function names(peer: RawPeer, home: string, somebody: Somebody): boolean {
  if (peer.ipBlock !== undefined) {
    const { cidr, except = [] } = peer.ipBlock;
    return isIn(somebody.address, cidr) && !except.some((each) => isIn(somebody.address, each));
  }
  if (!isPod(somebody)) return false;
  if (peer.namespaceSelector === undefined) {
    if (somebody.namespace !== home) return false;
  } else if (!fits(peer.namespaceSelector, somebody.namespaceLabels)) return false;
  return peer.podSelector === undefined || fits(peer.podSelector, somebody.labels);
}

function fits(selector: RawSelector, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== value) return false;
  }
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const value = labels[key];
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
    if (operator === 'In' && (value === undefined || !values.includes(value))) return false;
    if (operator === 'NotIn' && value !== undefined && values.includes(value)) return false;
  }
  return true;
}

function admitsPort(ports: readonly RawPort[], to: Somebody, protocol: string, port: number): boolean {
  if (ports.length === 0) return true;
  for (const each of ports) {
    if ((each.protocol ?? 'TCP') !== protocol) continue;
    if (each.port === undefined) return true;
    if (typeof each.port === 'string') {
      const own = isPod(to) ? to.ports : [];
      if (
        own.some((one) => one.name === each.port && one.protocol === protocol && one.containerPort === port)
      )
        return true;
    } else if (port >= each.port && port <= (each.endPort ?? each.port)) return true;
  }
  return false;
}

/** Whether an IPv4 address is in a network: the leading bits are the same. */
function isIn(address: string, cidr: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  const bits = (text: string) =>
    text
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  return bits(address).slice(0, Number(length)) === bits(network).slice(0, Number(length));
}
