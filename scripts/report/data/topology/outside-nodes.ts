import type { Cluster } from '../../../../clusters/index.ts';
import { homeOf } from '../../../reach/connection.ts';
import type { NodeKind, TopologyGroup, TopologyNode } from './data.ts';
import type { Edge } from './edges.ts';
import { OUTSIDE } from './owners.ts';
import type { Place } from './places.ts';
import type { Scene } from './scene.ts';

/** Groups of what is no namespace of the cluster. */
const GROUPS = {
  entry: 'Way in',
  stores: 'Stores in AWS',
  external: 'Hosts outside',
  network: 'Networks',
} as const;

/** Nodes of what edges lead to besides pods: stores, hosts, load balancers, networks, other clusters. */
export function outsideNodes(
  edges: readonly Edge[],
  inside: ReadonlySet<string>,
  places: ReadonlyMap<string, Place>,
  scene: Scene,
): readonly TopologyNode[] {
  const known = new Map([...places.values()].map((place) => [place.id, place]));
  const ids = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return [...ids]
    .filter((id) => !inside.has(id))
    .sort()
    .map((id) => {
      const place = known.get(id);
      const made =
        place === undefined
          ? named(id, scene)
          : { kind: 'network' as const, name: place.name, group: GROUPS.network, about: place.about };
      return { id, ...made, pods: [], policies: [], files: [] };
    });
}

type Made = Pick<TopologyNode, 'kind' | 'name' | 'group' | 'about'>;

const STORES: readonly NodeKind[] = ['database', 'cache', 'queue', 'topic', 'bucket'];

function named(id: string, scene: Scene): Made {
  const { cluster } = scene.context;
  const [first = '', ...rest] = id.split('/');
  const name = rest.join('/');
  const store = STORES.find((kind) => kind === first);
  if (store !== undefined)
    return { kind: store, name, group: GROUPS.stores, about: aboutStore(store, name, cluster) };
  if (first === 'external') {
    const host = cluster.externalHosts[name];
    return { kind: 'external', name, group: GROUPS.external, about: host === undefined ? [] : [host] };
  }
  if (first === 'load-balancer') {
    const about = ['A load balancer of AWS, made of the Ingresses of its group.'];
    return { kind: 'load-balancer', name: `Load balancer ${name}`, group: GROUPS.entry, about };
  }
  if (first === 'audience') {
    const about = [name === 'staff' ? 'The company’s own people.' : 'Everybody on the Internet.'];
    return { kind: 'audience', name: name === 'staff' ? 'Staff' : 'Public', group: GROUPS.entry, about };
  }
  const home = homeOf(id, cluster.name);
  const elsewhere = scene.context.fleet.clusters.find((other) => other.name === first);
  if (elsewhere !== undefined && elsewhere.name !== cluster.name) {
    const about = [`On the cluster ${first}, in namespace ${rest[0]}.`];
    return { kind: 'elsewhere', name: rest.at(-1) ?? id, group: first, about };
  }
  // A store that the platform makes of an object of its own, so that no tree has its pods.
  const about = ['The tree has no pods of it.'];
  return { kind: 'store', name: name === '' ? home.peer : (rest.at(-1) ?? id), group: first, about };
}

function aboutStore(kind: NodeKind, name: string, { terraform }: Cluster): readonly string[] {
  if (kind === 'database') {
    const found = terraform.databases[name];
    return found === undefined ? [] : [`${found.endpoint}:${found.port}`, `Database ${found.name}`];
  }
  if (kind === 'cache') {
    const found = terraform.caches[name];
    return found === undefined ? [] : [`${found.endpoint}:${found.port}`];
  }
  if (kind === 'queue') {
    const found = terraform.queues[name];
    return found === undefined ? [] : [found.url];
  }
  if (kind === 'bucket') {
    const found = terraform.buckets[name];
    return found === undefined ? [] : [found.name];
  }
  return terraform.kafkaBootstrapServers ?? [];
}

/** The groups of some nodes, products first. */
export function groupsOf(nodes: readonly TopologyNode[], scene: Scene): readonly TopologyGroup[] {
  const outside = new Set<string>(Object.values(GROUPS));
  const clusters = new Set(scene.context.fleet.clusters.map(({ name }) => name));
  return [...new Set(nodes.map(({ group }) => group))]
    .map((id): TopologyGroup => {
      const isElsewhere = clusters.has(id) && !scene.owners.has(id);
      if (isElsewhere) return { id, name: `Cluster ${id}`, owner: OUTSIDE };
      return { id, name: id, owner: outside.has(id) ? OUTSIDE : scene.ownerOf(id) };
    })
    .sort((one, other) => (`${one.owner} ${one.id}` < `${other.owner} ${other.id}` ? -1 : 1));
}
