import { UnusableInput } from '../cluster-model/input/unusable-input.ts';
import { type Model, modelOf } from '../cluster-model/model.ts';
import { changeBetween, changeOfCluster, type Change as Delta } from '../reach/against.ts';
import type { Connection } from '../reach/connection.ts';
import { Reach } from '../reach/reach.ts';
import type { Change } from './change.ts';
import { typeOf } from './compare/key.ts';
import { templatePathOf } from './compare/pod-path.ts';
import { WORKLOADS } from './risks/pods.ts';
import type { Surroundings } from './surroundings.ts';
import { treeOf } from './tree.ts';
import { settled } from './wider.ts';

/** Kinds that decide who reaches whom. */
const POLICIES = [
  'NetworkPolicy',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Sidecar',
  'ServiceEntry',
  'Gateway',
  'VirtualService',
  'Service',
  'Ingress',
] as const;
const ALL = [
  ...POLICIES,
  ...WORKLOADS,
  'Namespace',
  'Node',
  'ConfigMap',
  'IstioOperator',
  'Istio',
  'ReplicationController',
];

/** Fields of a workload that decide who its pods are, and where they listen. */
const OF_PODS =
  /\.(?:metadata\.(?:labels|annotations)\b|spec\.(?:hostNetwork|serviceAccount|(?:initC|c)ontainers\[\]$|(?:initC|c)ontainers\[\]\.ports))/;

/** Who reaches whom after a change and did not before, and the other way round. */
export interface Connectivity extends Delta {
  /** Why nobody can say it for a cluster. */
  readonly notes: readonly string[];
  /** Beside a path that was or stays open for some requests: for which. */
  readonly beside: ReadonlyMap<Connection, Connection>;
}

/** Compares who reaches whom on the clusters where a change has to do with it. */
export function connectivityOf(
  changes: readonly Change[],
  before: Surroundings,
  after: Surroundings,
): Connectivity {
  const clusters = [...new Set(changes.filter(decides).map(({ cluster }) => cluster))].sort();
  const opened: Connection[] = [];
  const closed: Connection[] = [];
  const notes: string[] = [];
  const beside = new Map<Connection, Connection>();
  for (const cluster of clusters) {
    try {
      const [old, now] = [modelIn(cluster, before), modelIn(cluster, after)];
      const [one, other] = [old && new Reach(old, now), now && new Reach(now, old)];
      const change =
        one === undefined || other === undefined
          ? changeBetween(one?.connections() ?? [], other?.connections() ?? [])
          : changeOfCluster(one, other);
      const real = settled(change.opened, change.closed);
      opened.push(...real.opened);
      closed.push(...real.closed);
      for (const [one, other] of real.beside) beside.set(one, other);
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      const [first = ''] = error.message.split('\n');
      notes.push(`${cluster}: who reaches whom is not told, as part of the tree cannot be read: ${first}`);
    }
  }
  return { opened, closed, notes, beside };
}

/** Whether a change may open or close a path. */
export function decides({ before, after, fields }: Change): boolean {
  const item = after ?? before;
  if (item === undefined) return false;
  const { kind } = item;
  if (item.source === 'values')
    return /^istiod/.test(item.unit) && fields.some(({ shape }) => /meshConfig|caAddress/.test(shape));
  if (POLICIES.some((policy) => policy === kind))
    return (
      fields.length === 0 ||
      fields.some(
        ({ shape }) => shape.startsWith('spec') || /^metadata\.(?:name|namespace|annotations)/.test(shape),
      )
    );
  if (kind === 'Namespace')
    return (
      fields.some(({ shape }) => shape.startsWith('metadata.labels')) ||
      before === undefined ||
      after === undefined
    );
  const template = templatePathOf(item.apiVersion, kind);
  if (template === undefined)
    return (
      typeOf(item) === '/Pod' || (kind === 'ConfigMap' && fields.some(({ shape }) => shape === 'data.mesh'))
    );
  return (
    before === undefined ||
    after === undefined ||
    fields.some(({ shape }) => shape.startsWith(template) && OF_PODS.test(shape.slice(template.length)))
  );
}

function modelIn(cluster: string, tree: Surroundings): Model | undefined {
  return tree.has(cluster) ? modelOf(treeOf(cluster, tree, tree.ofKinds(cluster, ...ALL))) : undefined;
}
