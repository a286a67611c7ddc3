import { describe, expect, test } from 'vitest';
import { graphOf } from '../../platform/workload/graph/graph.ts';
import { type Model, modelOf } from '../../scripts/cluster-model/model.ts';
import { keyOf, type Pods } from '../../scripts/cluster-model/pods.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { liveFleet } from '../live-fleet.ts';
import type { Rendered } from '../rendered-fleet.ts';
import { foundOf } from './cluster-of.ts';

const COLLECTOR = 'tracing/Deployment/opentelemetry-collector TCP/4317';
const INSTANCE = 'app.kubernetes.io/instance';

const clusters = liveFleet.fleet.clusters.map(({ name }) => name);

function objectsOf(cluster: string): readonly Rendered[] {
  return liveFleet.rendered().filter((object) => object.cluster === cluster);
}

function modelFor(cluster: string, objects = objectsOf(cluster)): Model {
  const all = [...objects.map(({ json }) => json), ...meshConfigs(cluster)];
  return modelOf({ cluster, objects: all.map(foundOf) });
}

/** What the chart of istiod makes of its values. */
function meshConfigs(cluster: string): readonly object[] {
  return liveFleet
    .unitsOn(cluster)
    .filter(({ name, helm }) => name.startsWith('istiod') && helm !== undefined)
    .map(({ name }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: JSON.stringify(Reflect.get(liveFleet.valuesOf(name, cluster), 'meshConfig')) },
    }));
}

/** A workload with what serves it alone, such as its smoke test: who talks to whom among them is its own affair. */
function isOfOne(one: Pods, other: Pods): boolean {
  return one.namespace === other.namespace && one.labels[INSTANCE] === other.labels[INSTANCE];
}

/** Each pair of pods of which one at least is a product's, and what the declarations say about it. */
function declared(cluster: string, model: Model) {
  const graph = graphOf(liveFleet.contextOf(cluster));
  const products = new Set(graph.workloads.map(({ namespace }) => namespace));
  const workloadOf = (pods: Pods) =>
    graph.workloads.find(
      ({ declaration, namespace }) => namespace === pods.namespace && declaration.name === pods.labels.app,
    );
  const expected = new Set<string>();
  for (const from of model.pods) {
    const caller = workloadOf(from);
    for (const { to, name } of caller?.declaration.calls ?? []) {
      const callee = to === 'workload' ? graph.endpoints.get(name) : undefined;
      for (const pods of model.pods) {
        if (pods.namespace !== callee?.namespace) continue;
        if (!Object.entries(callee.labels).every(([key, value]) => pods.labels[key] === value)) continue;
        if (!isOfOne(from, pods)) expected.add(`${keyOf(from)} → ${keyOf(pods)} TCP/${callee.containerPort}`);
      }
    }
  }
  return { products, expected, workloadOf };
}

describe('what the declarations say is open, and nothing else (S0-74, S4-190)', () => {
  test.each(clusters)('%s', (cluster) => {
    const model = modelFor(cluster);
    const { products, expected } = declared(cluster, model);
    const byPeer = new Map(model.pods.map((pods) => [keyOf(pods), pods]));
    const open = new Reach(model).connections().flatMap(({ from, to, ports }) => {
      const [caller, callee] = [byPeer.get(from), byPeer.get(to)];
      if (caller === undefined || callee === undefined || isOfOne(caller, callee)) return [];
      if (!products.has(caller.namespace) && !products.has(callee.namespace)) return [];
      return ports.map((port) => `${from} → ${to} ${port}`);
    });
    const besides = open.filter((line) => !line.endsWith(`→ ${COLLECTOR}`));
    expect(besides.sort()).toEqual([...expected].sort());
  });

  test.each(clusters)('%s: only who declares something outside leaves the cluster', (cluster) => {
    const model = modelFor(cluster);
    const { products, workloadOf } = declared(cluster, model);
    const leaving = new Set(
      new Reach(model)
        .connections()
        .filter(({ to }) => to === 'world' || to.startsWith('ip:'))
        .map(({ from }) => from),
    );
    const home = model.pods.filter((pods) => {
      const calls = workloadOf(pods)?.declaration.calls ?? [];
      const isOnly = calls.every(({ to }) => to === 'workload');
      return products.has(pods.namespace) && workloadOf(pods) !== undefined && isOnly;
    });
    expect(home.map(keyOf).filter((peer) => leaving.has(peer))).toEqual([]);
  });
});

test('no declared call stays open once one of its policies is gone', () => {
  const [cluster] = clusters.filter((name) => declared(name, modelFor(name)).expected.size > 0);
  if (cluster === undefined) return;
  const objects = objectsOf(cluster);
  const model = modelFor(cluster);
  const { expected } = declared(cluster, model);
  const openIn = (left: readonly Rendered[]) =>
    new Set(
      new Reach(modelFor(cluster, left))
        .connections()
        .flatMap(({ from, to, ports }) => ports.map((port) => `${from} → ${to} ${port}`)),
    );
  const byPeer = new Map(model.pods.map((pods) => [keyOf(pods), pods]));
  for (const line of expected) {
    const ends = line.split(' → ').map((peer) => byPeer.get(peer.split(' ')[0] ?? ''));
    for (const pods of ends) {
      const name = `allow-${pods?.labels.app}`;
      const isOwn = ({ kind, namespace, name: own }: Rendered) =>
        kind === 'NetworkPolicy' && namespace === pods?.namespace && own === name;
      if (!objects.some(isOwn)) continue;
      expect(openIn(objects.filter((object) => !isOwn(object))).has(line), `${line} without ${name}`).toBe(
        false,
      );
    }
  }
});
