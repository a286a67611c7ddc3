import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import { rangeOf } from '../../cluster-model/objects/address.ts';
import {
  anything,
  type LabelSelector,
  labelSelector,
  matches,
} from '../../cluster-model/objects/selector.ts';
import { admitsCluster, type Block } from '../../reach/addresses.ts';
import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { textsIn } from './mesh-hosts.ts';
import {
  at,
  fields,
  isFields,
  list,
  listAt,
  number,
  numberAt,
  type Path,
  text,
  textAt,
  textsAt,
} from './read.ts';
import type { Resource } from './resource.ts';
import { portsOf, type Workload } from './workload.ts';

export type Direction = 'ingress' | 'egress';

/** One item of `from` or `to`. */
export interface Peer {
  readonly path: Path;
  readonly block: Block | undefined;
  readonly namespaceSelector: LabelSelector | undefined;
  readonly podSelector: LabelSelector | undefined;
  /** It cannot be read, and the API server refuses it: nothing is said of whom it admits. */
  readonly isUnreadable: boolean;
}

export interface PolicyPort {
  readonly path: Path;
  readonly protocol: string;
  readonly port: number | string | undefined;
  readonly endPort: number | undefined;
}

export interface PolicyRule {
  readonly path: Path;
  /** Empty: everybody. */
  readonly peers: readonly Peer[];
  /** Empty: every port. */
  readonly ports: readonly PolicyPort[];
}

/** A NetworkPolicy with its defaults filled in as the API server does. */
export interface PolicyState {
  readonly resource: Resource;
  readonly selector: LabelSelector;
  readonly workloads: readonly Workload[];
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
  readonly types: ReadonlySet<Direction>;
}

export const policiesIn = remembered((state: ClusterState): readonly PolicyState[] =>
  state.of('networking.k8s.io/NetworkPolicy').flatMap((resource): PolicyState[] => {
    const spec = fields(resource.value.spec);
    const selector = selectorOf(spec.podSelector) ?? (isFields(spec.podSelector) ? undefined : anything);
    if (selector === undefined) return [];
    const [ingress, egress] = [rulesOf(spec.ingress, 'ingress'), rulesOf(spec.egress, 'egress')];
    const said = textsIn(spec.policyTypes).map((type) => type.toLowerCase());
    const types = said.length > 0 ? said : ['ingress', ...(egress.length > 0 ? ['egress'] : [])];
    return [
      {
        resource,
        selector,
        workloads: state
          .workloadsIn(resource.namespace)
          .filter(({ labels, hostNetwork }) => !hostNetwork && matches(selector, labels)),
        ingress,
        egress,
        types: new Set(types.filter((type): type is Direction => type === 'ingress' || type === 'egress')),
      },
    ];
  }),
);

function selectorOf(value: unknown): LabelSelector | undefined {
  if (!isFields(value)) return undefined;
  const keys = Object.keys(value);
  const labels = textsAt(value, 'matchLabels');
  // Nearly every selector has labels alone; those need no look at their form.
  const isPlain =
    keys.length === 0 ||
    (keys.length === 1 &&
      isFields(value.matchLabels) &&
      Object.keys(labels).length === Object.keys(value.matchLabels).length);
  return isPlain ? { matchLabels: labels, matchExpressions: [] } : labelSelector.safeParse(value).data;
}

function rulesOf(value: unknown, direction: Direction): readonly PolicyRule[] {
  return list(value).map((rule, index): PolicyRule => {
    const path: Path = ['spec', direction, index];
    const side = direction === 'ingress' ? 'from' : 'to';
    return {
      path,
      peers: listAt(rule, side).map((peer, position) => peerOf(peer, [...path, side, position])),
      ports: listAt(rule, 'ports').map(
        (port, position): PolicyPort => ({
          path: [...path, 'ports', position],
          protocol:
            textAt(port, 'protocol') ??
            byDefault('networking.k8s.io/NetworkPolicy', 'spec.ingress[].ports[].protocol'),
          port: number(at(port, 'port')) ?? text(at(port, 'port')),
          endPort: numberAt(port, 'endPort'),
        }),
      ),
    };
  });
}

function peerOf(value: unknown, path: Path): Peer {
  const own = fields(value);
  const cidr = textAt(own, 'ipBlock', 'cidr');
  const except = textsIn(at(own, 'ipBlock', 'except'));
  const isBlock = cidr !== undefined && [cidr, ...except].every((each) => rangeOf(each) !== undefined);
  const namespaceSelector = selectorOf(own.namespaceSelector);
  const podSelector = selectorOf(own.podSelector);
  return {
    path,
    block: isBlock ? { cidr, except } : undefined,
    namespaceSelector,
    podSelector,
    isUnreadable: !isBlock && namespaceSelector === undefined && podSelector === undefined,
  };
}

/** What the policies admit that isolate pods in a direction. */
export interface Isolation {
  readonly policies: readonly PolicyState[];
  readonly rules: readonly { readonly policy: PolicyState; readonly rule: PolicyRule }[];
}

const isolations = remembered((state: ClusterState) => {
  const found = { ingress: new Map<Workload, Isolation>(), egress: new Map<Workload, Isolation>() };
  for (const policy of policiesIn(state)) {
    for (const direction of policy.types) {
      const rules = policy[direction].map((rule) => ({ policy, rule }));
      for (const workload of policy.workloads) {
        const before = found[direction].get(workload) ?? { policies: [], rules: [] };
        found[direction].set(workload, {
          policies: [...before.policies, policy],
          rules: [...before.rules, ...rules],
        });
      }
    }
  }
  return found;
});

/** Undefined where no policy isolates the pods in the direction, so that everything is open. */
export function isolationOf(
  state: ClusterState,
  workload: Workload,
  direction: Direction,
): Isolation | undefined {
  return isolations(state)[direction].get(workload);
}

/** Somebody at the other end of a connection. */
export interface Party {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

export function partyOf(state: ClusterState, { namespace, labels }: Workload): Party {
  return { namespace, labels, namespaceLabels: state.namespaces.get(namespace)?.labels ?? {} };
}

/** Whether an item of a policy of a namespace names somebody; a network that may have pods in it names all of them. */
function names(peer: Peer, home: string, party: Party): boolean {
  if (peer.isUnreadable) return true;
  if (peer.block !== undefined) return admitsCluster(peer.block, []) || isSmall(peer.block);
  const { namespaceSelector, podSelector } = peer;
  const isThere =
    namespaceSelector === undefined
      ? party.namespace === home
      : matches(namespaceSelector, party.namespaceLabels);
  return isThere && (podSelector === undefined || matches(podSelector, party.labels));
}

const PRIVATE = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
];

/** A part of a private network: nobody can tell from the tree who stands in it. */
function isSmall({ cidr }: Block): boolean {
  const own = rangeOf(cidr);
  return PRIVATE.some((network) => {
    const whole = rangeOf(network);
    return (
      own !== undefined &&
      whole !== undefined &&
      own.family === whole.family &&
      whole.first <= own.first &&
      own.last <= whole.last
    );
  });
}

/** Whether ports of a rule have one in them; a name counts for the ports that have it. */
export function hasPort(
  rule: PolicyRule,
  protocol: string,
  wanted: number,
  namesOfPort: readonly string[] = [],
): boolean {
  if (rule.ports.length === 0) return true;
  return rule.ports.some(({ protocol: own, port, endPort }) => {
    if (own !== protocol) return false;
    if (port === undefined) return true;
    if (typeof port === 'string') return namesOfPort.includes(port);
    return wanted === port || (endPort !== undefined && port <= wanted && wanted <= endPort);
  });
}

/** The names that the pods of a workload give a port. */
export function namesAt(workload: Workload, wanted: number): readonly string[] {
  return portsOf(workload).flatMap(({ number: own, name }) =>
    own === wanted && name !== undefined ? [name] : [],
  );
}

/** Whether a rule lets somebody through at a port. */
export function lets(
  { policy, rule }: Isolation['rules'][number],
  party: Party,
  protocol: string,
  port: number,
  namesOfPort: readonly string[] = [],
): boolean {
  if (!hasPort(rule, protocol, port, namesOfPort)) return false;
  const home = policy.resource.namespace;
  return rule.peers.length === 0 || rule.peers.some((peer) => names(peer, home, party));
}
