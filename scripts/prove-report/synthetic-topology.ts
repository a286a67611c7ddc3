import type {
  TopologyData,
  TopologyEdge,
  TopologyGroup,
  TopologyNode,
} from '../report/data/topology/data.ts';

const PER_NAMESPACE = 90;
const NAMESPACES_PER_PRODUCT = 4;
const CHAIN = 5;

/** A cluster of so many services in short lines of calls, each of which ends in a database, with a way in that nobody declares. */
export function syntheticTopology(cluster: string, services: number): TopologyData {
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(5, '0')}`);
  const namespaceOf = (index: number) =>
    `namespace-${String(Math.floor(index / PER_NAMESPACE)).padStart(3, '0')}`;
  const idOf = (index: number) => `${namespaceOf(index)}/${names[index]}`;
  const nodes = names.map(
    (name, index): TopologyNode => ({
      ...bare(idOf(index), name, namespaceOf(index)),
      kind: 'service',
      pods: [
        {
          workload: `Deployment/${name}`,
          images: [`registry.example.com/${name}@sha256:${'0'.repeat(64)}`],
          replicas: { min: 3, max: 12 },
          ports: ['TCP/8080 http'],
          file: { title: `Deployment ${name}`, path: `dist/${cluster}/${name}/deployment-${name}.yaml` },
        },
      ],
    }),
  );
  const databases = names
    .filter((_, index) => index % CHAIN === CHAIN - 1 && index % 100 < CHAIN)
    .map((name): TopologyNode => ({ ...bare(`database/${name}`, name, 'Stores in AWS'), kind: 'database' }));
  const calls = names.flatMap((_, index): TopologyEdge[] =>
    (index + 1) % CHAIN === 0 || index + 1 === names.length ? [] : [way(idOf(index), idOf(index + 1))],
  );
  const stored = databases.map(({ name }) => way(idOf(names.indexOf(name)), `database/${name}`));
  const wrong = way(idOf(0), idOf(services - 1), { state: 'undeclared', says: ['nobody declares it'] });
  const within = way(idOf(1), idOf(3), { state: 'closed' });
  const spaces = [...new Set(names.map((_, index) => namespaceOf(index)))];
  const groups = spaces.map((id, index): TopologyGroup => {
    return { id, name: id, owner: `product-${Math.floor(index / NAMESPACES_PER_PRODUCT)}` };
  });
  return {
    cluster,
    groups: [...groups, { id: 'Stores in AWS', name: 'Stores in AWS', owner: 'outside' }],
    nodes: [...nodes, ...databases],
    edges: [...calls, ...stored, wrong, within],
    reasons: [],
    notes: [],
  };
}

function bare(id: string, name: string, group: string): Omit<TopologyNode, 'kind'> {
  return { id, name, group, about: [], pods: [], policies: [], files: [] };
}

function way(from: string, to: string, more: Partial<TopologyEdge> = {}): TopologyEdge {
  return {
    from,
    to,
    role: 'call',
    state: 'open',
    says: ['calls it'],
    ports: ['TCP/8080'],
    conditions: [],
    told: [],
    ...more,
  };
}
