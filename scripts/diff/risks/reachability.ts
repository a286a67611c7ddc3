import type { Connection } from '../../reach/connection.ts';
import type { Change, Judgement } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { at, isMapping, listAt, textAt, textsAt } from '../compare/value.ts';
import { type Connectivity, decides } from '../connectivity.ts';
import type { Surroundings } from '../surroundings.ts';
import { labelsOfPods, makesPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, some, type Trees } from './rule.ts';

const POLICIES = /^(?:networking\.k8s\.io\/NetworkPolicy|security\.istio\.io\/AuthorizationPolicy)$/;
const OTHERS =
  /^(?:\/Namespace|\/Service|networking\.k8s\.io\/Ingress|networking\.istio\.io\/(?:Sidecar|ServiceEntry|Gateway|VirtualService)|security\.istio\.io\/(?:PeerAuthentication|RequestAuthentication))$/;
const ROOT = 'istio-system';

/** What a change opens and closes, as far as it is the change that does it. */
export function reachability(change: Change, connectivity: Connectivity, trees: Trees): readonly Judgement[] {
  const item = change.after ?? change.before;
  if (item === undefined || !decides(change)) return [];
  const isPolicy = POLICIES.test(typeOf(item));
  if (!isPolicy && !OTHERS.test(typeOf(item)) && !makesPods(item)) return [];
  const peers = peersOf(change, trees);
  const ends = endsOf(change);
  const own = (connections: readonly Connection[]) =>
    connections.filter(
      ({ cluster, from, to }) =>
        cluster === change.cluster &&
        ((ends.includes('from') && peers.has(from)) || (ends.includes('to') && peers.has(to))),
    );
  // A workload that comes or goes takes its paths along: they are told in the list of all.
  if (makesPods(item) && !isEdit(change)) return [];
  const closed = own(connectivity.closed).filter(({ from, to }) =>
    [from, to].every((peer) => isThere(peer, change.cluster, trees.after)),
  );
  const open = own(connectivity.opened);
  const opened = open.filter(
    ({ from, to }) =>
      [from, to].includes('world') || [from, to].every((peer) => isThere(peer, change.cluster, trees.before)),
  );
  const fresh = open.filter((each) => !opened.includes(each));
  if (isPolicy && (peers.size === 0 || connectivity.notes.length > 0)) return byRules(change);
  return [
    ...(opened.length > 0 ? [judge('security', `opens ${some(opened.map(pathText), 3)}`)] : []),
    ...(closed.length > 0 ? [judge('outage', `closes ${some(closed.map(pathText), 3)}`)] : []),
    ...(fresh.length > 0
      ? [judge('routine', `the paths of a workload that is new: ${some(fresh.map(pathText), 3)}`)]
      : []),
    ...(isPolicy && opened.length + closed.length + fresh.length === 0
      ? [judge('routine', 'no path opens or closes by it')]
      : []),
  ];
}

/** On which end of a path an object can decide. */
function endsOf({ before, after }: Change): readonly ('from' | 'to')[] {
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

/** Where the tree has none of the pods: what the rules themselves say. */
function byRules(change: Change): readonly Judgement[] {
  const [old, now] = [admitted(change.before), admitted(change.after)];
  const item = change.after ?? change.before;
  if (item === undefined) return [];
  const isDenial = textAt(item.value, 'spec.action') === 'DENY';
  if (change.before === undefined || change.after === undefined) {
    const comes = change.before === undefined;
    const opens = item.kind === 'NetworkPolicy' ? !comes : isDenial ? !comes : false;
    if (opens) return [judge('security', `${titleOf(item)} no longer shuts anybody out`)];
    return [
      judge(
        comes ? 'outage' : 'security',
        comes ? 'what it does not admit is refused from now on' : 'it no longer shuts anybody out',
      ),
    ];
  }
  const wider = now.filter((each) => !old.includes(each)).length;
  const narrower = old.filter((each) => !now.includes(each)).length;
  const [opens, closes] = isDenial ? [narrower, wider] : [wider, narrower];
  return [
    ...(opens > 0 ? [judge('security', 'it admits more than before')] : []),
    ...(closes > 0 ? [judge('outage', 'it refuses what it admitted before')] : []),
  ];
}

/** Every combination of a peer and a port that a policy names. */
function admitted(item: Change['after']): readonly string[] {
  if (item === undefined) return [];
  const { value } = item;
  if (item.kind === 'NetworkPolicy') {
    return (['ingress', 'egress'] as const).flatMap((direction) =>
      listAt(value, `spec.${direction}`).flatMap((rule) => {
        const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to');
        const ports = listAt(rule, 'ports');
        return (peers.length === 0 ? ['all'] : peers).flatMap((peer) =>
          (ports.length === 0 ? ['all'] : ports).map(
            (port) => `${direction} ${text(peer)} ${portText(port)}`,
          ),
        );
      }),
    );
  }
  return listAt(value, 'spec.rules').flatMap((rule) => {
    const [from, to, when] = ['from', 'to', 'when'].map((field) => listAt(rule, field));
    const sources =
      (from ?? []).length === 0 ? ['all'] : (from ?? []).flatMap((each) => flattened(at(each, 'source')));
    const operations =
      (to ?? []).length === 0 ? ['all'] : (to ?? []).flatMap((each) => flattened(at(each, 'operation')));
    return sources.flatMap((source) =>
      operations.map((operation) => `${source} ${operation} ${text(when ?? [])}`),
    );
  });
}

function flattened(value: unknown): readonly string[] {
  if (!isMapping(value)) return ['all'];
  return Object.entries(value).flatMap(([key, each]) =>
    Array.isArray(each) ? each.map((one) => `${key}=${text(one)}`) : [`${key}=${text(each)}`],
  );
}

function portText(port: unknown): string {
  if (!isMapping(port)) return text(port);
  const { protocol = 'TCP', port: number, endPort } = port;
  return `${String(protocol)}/${String(number)}-${String(endPort ?? number)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
