import { describe, expect, test } from 'vitest';
import { destinationsOf } from '../../../platform/workload/graph/destinations.ts';
import { graphOf } from '../../../platform/workload/graph/graph.ts';
import { replicasOf } from '../../../platform/workload/scaling/replicas.ts';
import { liveFleet } from '../../live-fleet.ts';
import { clusters, objectsOf } from '../../reach/fleet/model.ts';
import type { Rendered } from '../../rendered-fleet.ts';
import { nodeNamed, topologies, topologyWith } from './sources.ts';

/** Every call that is declared on a cluster to what is on it or in AWS, as `from → to`. */
function declaredCalls(cluster: string): readonly string[] {
  const context = liveFleet.contextOf(cluster);
  const graph = graphOf(context);
  const calls = graph.workloads.flatMap(({ declaration, namespace }) =>
    (declaration.calls ?? []).flatMap((call) => {
      const from = `${namespace}/${declaration.name}`;
      if (call.to === 'linked') return [];
      if (call.to === 'workload') {
        const callee = graph.endpoints.get(call.name);
        return callee === undefined ? [] : [`${from} → ${callee.namespace}/${callee.name}`];
      }
      const [destination] = destinationsOf({ ...declaration, calls: [call] }, context);
      return destination?.flows.length === 0 ? [] : [`${from} → ${call.to}/${call.name}`];
    }),
  );
  return [...new Set(calls)].sort();
}

describe.each(topologies)('$cluster', ({ cluster, nodes, edges, groups }) => {
  test('every declared call is a way, and no other way is told as one', () => {
    const others = new Set(
      liveFleet.fleet.clusters.map(({ name }) => name).filter((name) => name !== cluster),
    );
    const isHere = (id: string) => !others.has(id.split('/')[0] ?? '');
    const told = edges
      .filter(({ role, from, to }) => role === 'call' && isHere(from) && isHere(to))
      .map(({ from, to }) => `${from} → ${to}`);
    expect([...new Set(told)].sort()).toEqual(declaredCalls(cluster));
  });

  test('what is declared is open, and what is open is declared', () => {
    const wrong = edges.filter(({ state }) => state === 'closed' || state === 'undeclared');
    expect(wrong.map(({ from, to, state, ports }) => `${from} → ${to} ${ports.join()} ${state}`)).toEqual([]);
  });

  test('every way is between nodes that are there, and every node is in a group', () => {
    const ids = new Set(nodes.map(({ id }) => id));
    expect(edges.flatMap(({ from, to }) => [from, to]).filter((id) => !ids.has(id))).toEqual([]);
    const known = new Set(groups.map(({ id }) => id));
    expect(nodes.filter(({ group }) => !known.has(group)).map(({ id }) => id)).toEqual([]);
    expect(ids.size).toBe(nodes.length);
  });

  test('every workload has its kind, its bounds, a policy and its files', () => {
    const context = liveFleet.contextOf(cluster);
    for (const { declaration, namespace } of graphOf(context).workloads) {
      const node = nodeNamed(nodes, `${namespace}/${declaration.name}`);
      expect(node?.kind, declaration.name).toBe(declaration.kind);
      const { min, max } = replicasOf(declaration, context.cluster);
      const replicas = node?.pods.find(({ workload }) => workload.endsWith(`/${declaration.name}`))?.replicas;
      // Outside office hours an autoscaler goes below what is declared.
      if (context.cluster.officeHours === undefined) expect(replicas, declaration.name).toEqual({ min, max });
      else expect(replicas?.max, declaration.name).toBe(max);
      expect(node?.policies.map(({ title }) => title)).toContain(
        `NetworkPolicy ${namespace}/allow-${declaration.name}`,
      );
      expect(node?.files.length, declaration.name).toBeGreaterThan(0);
    }
  });
});

test('every call of a linked cluster is told on both sides', () => {
  for (const { cluster, edges } of topologies) {
    for (const { from, to, state } of edges) {
      const [first = '', ...rest] = to.split('/');
      const other = topologies.find((each) => each.cluster === first && first !== cluster);
      if (other === undefined) continue;
      const seen = other.edges.map((edge) => `${edge.from} → ${edge.to} ${edge.state}`);
      expect(seen).toContain(`${cluster}/${from} → ${rest.join('/')} ${state}`);
    }
  }
});

/** A cluster of which a workload calls another one on it. */
const [calling] = clusters.flatMap((cluster) => {
  const context = liveFleet.contextOf(cluster);
  const { workloads, workload } = graphOf(context);
  return workloads.flatMap(({ declaration, namespace }) =>
    (declaration.calls ?? []).flatMap(({ to, name }) => {
      const callee = to === 'workload' ? workload(name) : undefined;
      const isMutual = callee?.declaration.calls?.some((back) => back.name === declaration.name) ?? true;
      if (callee === undefined || isMutual) return [];
      return [
        { cluster, from: { namespace, name: declaration.name }, to: { namespace: callee.namespace, name } },
      ];
    }),
  );
});

describe.runIf(calling !== undefined)('a fault in a policy', () => {
  const { cluster, from, to } = calling ?? {
    cluster: '',
    from: { namespace: '', name: '' },
    to: { namespace: '', name: '' },
  };
  const idOf = ({ namespace, name }: typeof from) => `${namespace}/${name}`;
  const stateOf = (objects: readonly Rendered[], caller: string, callee: string) =>
    topologyWith(cluster, objects).edges.filter((edge) => edge.from === caller && edge.to === callee);

  test('a call whose policy is gone is closed, with the first thing to change', () => {
    const isPolicy = ({ kind, namespace, name }: Rendered) =>
      kind === 'NetworkPolicy' && namespace === to.namespace && name === `allow-${to.name}`;
    const objects = objectsOf(cluster).filter((object) => !isPolicy(object));
    const topology = topologyWith(cluster, objects);
    const found = topology.edges.filter((edge) => edge.from === idOf(from) && edge.to === idOf(to));
    expect(found.map(({ state }) => state)).toEqual(['closed']);
    const changes = found
      .flatMap(({ told }) => told)
      .flatMap(({ open, reasons }) => (open ? [] : reasons))
      .flatMap((at) => topology.reasons[at]?.change ?? []);
    expect(changes[0]).toContain('spec.ingress');
  });

  test('a way that nobody declares stands out, and what is declared does not', () => {
    const objects = [
      ...objectsOf(cluster).filter(
        ({ kind }) => !['AuthorizationPolicy', 'Sidecar', 'PeerAuthentication'].includes(kind),
      ),
      ...[...new Set([from.namespace, to.namespace])].map((namespace) => openToAll(cluster, namespace)),
    ];
    const back = stateOf(objects, idOf(to), idOf(from));
    expect(back.map(({ state }) => state)).toEqual(['undeclared']);
    expect(back[0]?.told.some(({ open }) => open)).toBe(true);
    expect(stateOf(objects, idOf(from), idOf(to)).map(({ state }) => state)).toContain('open');
  });
});

/** Admits everybody to all pods of a namespace, and lets them out. */
function openToAll(cluster: string, namespace: string): Rendered {
  const [any] = objectsOf(cluster);
  if (any === undefined) throw new Error(`${cluster} has no object.`);
  const metadata = { name: 'open-to-all', namespace };
  const spec = { podSelector: {}, ingress: [{}], egress: [{}], policyTypes: ['Ingress', 'Egress'] };
  return {
    ...any,
    kind: 'NetworkPolicy',
    name: metadata.name,
    namespace,
    json: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec },
  };
}
