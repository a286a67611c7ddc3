import type { Connection } from '../../reach/connection.ts';
import type { Change, Item, Judgement } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { listAt, textAt, textsAt } from '../compare/value.ts';
import { type Connectivity, decides } from '../connectivity.ts';
import type { Surroundings } from '../surroundings.ts';
import { labelsOfPods, makesPods, WORKLOADS } from './pods.ts';
import { ofNewAction } from './policy-actions.ts';
import { ofFields } from './policy-fields.ts';
import { byRules, isIsolatedWithout, withoutPath } from './policy-rules.ts';
import { isEdit, judge, some, type Trees } from './rule.ts';

const POLICIES = /^(?:networking\.k8s\.io\/NetworkPolicy|security\.istio\.io\/AuthorizationPolicy)$/;
const OTHERS =
  /^(?:\/Namespace|\/Service|networking\.k8s\.io\/Ingress|networking\.istio\.io\/(?:Sidecar|ServiceEntry|Gateway|VirtualService)|security\.istio\.io\/(?:PeerAuthentication|RequestAuthentication))$/;
const ROOT = 'istio-system';

type End = 'from' | 'to';

/** What a change opens and closes, as far as it is the change that does it. */
export function reachability(change: Change, connectivity: Connectivity, trees: Trees): readonly Judgement[] {
  const item = change.after ?? change.before;
  if (item === undefined || !decides(change)) return [];
  const isPolicy = POLICIES.test(typeOf(item));
  if (!isPolicy && !OTHERS.test(typeOf(item)) && !makesPods(item)) return [];
  const peers = peersOf(change, trees);
  const ends = endsOf(change);
  const own = (connections: readonly Connection[], may: readonly End[]) =>
    connections.filter(
      ({ cluster, from, to }) =>
        cluster === change.cluster &&
        ((may.includes('from') && peers.has(from)) || (may.includes('to') && peers.has(to))),
    );
  // A workload that comes or goes takes its paths along: they are told in the list of all.
  if (makesPods(item) && !isEdit(change)) return [];
  const closed = own(connectivity.closed, closingEnds(change, ends, trees)).filter(({ from, to }) =>
    [from, to].every((peer) => isThere(peer, change.cluster, trees.after)),
  );
  const open = own(connectivity.opened, openingEnds(change, ends, trees));
  const opened = open.filter(
    ({ from, to }) =>
      [from, to].includes('world') || [from, to].every((peer) => isThere(peer, change.cluster, trees.before)),
  );
  // A new policy of pods that are new as well takes nothing from anybody.
  const isOfNewPods =
    change.before === undefined && ![...peers].some((peer) => isThere(peer, change.cluster, trees.before));
  // What admits these says so.
  if (item.kind === 'Namespace' && isOfNewPods) return [];
  const fresh = open.filter((each) => !opened.includes(each));
  if (isPolicy && (peers.size === 0 || connectivity.notes.length > 0))
    return [...byRules(change, trees), ...ofFields(change)];
  return [
    ...(opened.length > 0
      ? [
          judge(
            'security',
            `opens ${some(
              inOrder(opened).map((each) => openText(each, connectivity)),
              3,
            )}`,
          ),
        ]
      : []),
    ...(closed.length > 0
      ? [
          judge(
            'outage',
            `closes ${some(
              inOrder(closed).map((each) => closeText(each, connectivity)),
              3,
            )}`,
          ),
        ]
      : []),
    ...(fresh.length > 0
      ? [judge('routine', `the paths of a workload that is new: ${some(fresh.map(pathText), 3)}`)]
      : []),
    ...(isPolicy && opened.length + closed.length > 0 ? ofNewAction(change) : []),
    ...(isPolicy && opened.length + closed.length + fresh.length === 0 && !isOfNewPods
      ? withoutPath(change, trees)
      : []),
    ...(isPolicy ? ofFields(change) : []),
  ];
}

/** The world before all others. */
function inOrder(connections: readonly Connection[]): readonly Connection[] {
  const isOfWorld = ({ from, to }: Connection) => from === 'world' || to === 'world';
  return [...connections.filter(isOfWorld), ...connections.filter((each) => !isOfWorld(each))];
}

function openText(connection: Connection, { beside }: Connectivity): string {
  const was = beside.get(connection);
  return was === undefined || was.conditions.length === 0
    ? pathText(connection)
    : `${pathText(connection)}, before only for ${was.conditions.join('; ')}`;
}

function closeText(connection: Connection, { beside }: Connectivity): string {
  const stays = beside.get(connection);
  return stays === undefined || stays.conditions.length === 0
    ? pathText(connection)
    : `${pathText(connection)} but for ${stays.conditions.join('; ')}`;
}

/** On which ends a change may open a path: a NetworkPolicy that comes only by its rules, one that goes where no other isolates. */
function openingEnds(change: Change, ends: readonly End[], { after }: Trees): readonly End[] {
  if (change.before === undefined) return admittedBy(change.after, ends);
  return change.after === undefined ? isolatedBy(change.before, ends, after) : ends;
}

/** And close one: one that goes only by its rules, one that comes where no other isolated. */
function closingEnds(change: Change, ends: readonly End[], { before }: Trees): readonly End[] {
  if (change.after === undefined) return admittedBy(change.before, ends);
  return change.before === undefined ? isolatedBy(change.after, ends, before) : ends;
}

function admittedBy(item: Item | undefined, ends: readonly End[]): readonly End[] {
  if (item?.kind !== 'NetworkPolicy') return ends;
  return ends.filter((end) => listAt(item.value, `spec.${directionOf(end)}`).length > 0);
}

function isolatedBy(item: Item, ends: readonly End[], others: Surroundings): readonly End[] {
  if (item.kind !== 'NetworkPolicy') return ends;
  return ends.filter((end) => !isIsolatedWithout(item, directionOf(end), others));
}

function directionOf(end: End): 'egress' | 'ingress' {
  return end === 'from' ? 'egress' : 'ingress';
}

/** On which end of a path an object can decide. */
function endsOf({ before, after }: Change): readonly End[] {
  const sides = [before, after].filter((item) => item !== undefined);
  const [item] = sides;
  if (item === undefined) return [];
  switch (item.kind) {
    case 'NetworkPolicy': {
      const types = sides.flatMap(({ value }) => listAt(value, 'spec.policyTypes').map(String));
      const egress =
        types.includes('Egress') || sides.some(({ value }) => listAt(value, 'spec.egress').length > 0);
      const ingress = types.length === 0 || types.includes('Ingress');
      return [...(egress ? ['from' as const] : []), ...(ingress ? ['to' as const] : [])];
    }
    case 'Sidecar':
    case 'ServiceEntry':
      return ['from'];
    case 'Service':
      return sides.some(({ value }) => textAt(value, 'spec.type') === 'LoadBalancer') ? ['to'] : [];
    case 'AuthorizationPolicy':
    case 'PeerAuthentication':
    case 'RequestAuthentication':
    case 'Ingress':
    case 'Gateway':
    case 'VirtualService':
      return ['to'];
    default:
      return ['from', 'to'];
  }
}

function pathText({ from, to, ports, conditions }: Connection): string {
  return `${from} → ${to} ${ports.join(', ')}${conditions.length > 0 ? ` (${conditions.join('; ')})` : ''}`;
}

/** Whether a tree has the workload; what is none, such as a network, always is. */
function isThere(peer: string, cluster: string, tree: Surroundings): boolean {
  const [namespace = '', kind = '', name = ''] = peer.split('/');
  if (!WORKLOADS.some((each) => each === kind)) return true;
  return tree
    .ofKinds(cluster, kind)
    .some((item) => item.name === name && (item.namespace ?? 'default') === namespace);
}

/** The workloads that a change is about, as `reach` calls them. */
function peersOf(change: Change, trees: Trees): ReadonlySet<string> {
  const sides = [
    { item: change.before, tree: trees.before },
    { item: change.after, tree: trees.after },
  ];
  return new Set(
    sides.flatMap(({ item, tree }) => {
      if (item === undefined) return [];
      const { cluster, namespace, kind, name } = item;
      if (makesPods(item)) return [`${namespace ?? 'default'}/${kind}/${name}`];
      const isRoot = typeOf(item).startsWith('security.istio.io/') && namespace === ROOT;
      const home = kind === 'Namespace' ? name : namespace;
      const pods = isRoot
        ? tree.ofKinds(cluster, ...WORKLOADS)
        : tree.inNamespace(cluster, home, ...WORKLOADS);
      const wanted = selectorOf(item.value, kind);
      return pods
        .filter((each) => wanted === undefined || wanted(labelsOfPods(each)))
        .map((each) => `${each.namespace ?? 'default'}/${each.kind}/${each.name}`);
    }),
  );
}

/** Whom of a namespace an object is about; undefined for all of them. */
function selectorOf(
  value: unknown,
  kind: string,
): ((labels: Readonly<Record<string, string>>) => boolean) | undefined {
  const labels =
    kind === 'NetworkPolicy'
      ? textsAt(value, 'spec.podSelector.matchLabels')
      : kind === 'Service'
        ? textsAt(value, 'spec.selector')
        : textsAt(value, 'spec.selector.matchLabels');
  const wanted = Object.entries(labels);
  if (
    wanted.length === 0 ||
    ![
      'NetworkPolicy',
      'AuthorizationPolicy',
      'PeerAuthentication',
      'RequestAuthentication',
      'Service',
    ].includes(kind)
  )
    return undefined;
  return (own) => wanted.every(([key, text]) => own[key] === text);
}
