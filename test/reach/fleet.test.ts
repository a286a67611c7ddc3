import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inventoryFile } from '../../clusters/layout.ts';
import {
  eastWestGatewayPods,
  egressGateway,
  egressGatewayPods,
  hasEgressGateway,
  ISTIO_NAMESPACE,
  ingressGatewayPods,
} from '../../platform/components/istio/address.ts';
import type { Pods as Target } from '../../platform/kit/network/flows.ts';
import { exposuresOf } from '../../platform/workload/graph/exposures.ts';
import { graphOf } from '../../platform/workload/graph/graph.ts';
import { readInventory } from '../../scripts/charts/inventory/inventory.ts';
import { type Model, modelOf } from '../../scripts/cluster-model/model.ts';
import { rangeOf } from '../../scripts/cluster-model/objects/address.ts';
import { keyOf, type Pods } from '../../scripts/cluster-model/pods.ts';
import { sendsTo, targetsOf } from '../../scripts/cluster-model/services.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { liveFleet } from '../live-fleet.ts';
import type { Rendered } from '../rendered-fleet.ts';
import { foundOf } from './cluster-of.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const COLLECTOR = 'tracing/Deployment/opentelemetry-collector TCP/4317';
const INSTANCE = 'app.kubernetes.io/instance';

const clusters = liveFleet.fleet.clusters.map(({ name }) => name);

function objectsOf(cluster: string): readonly Rendered[] {
  return liveFleet.rendered().filter((object) => object.cluster === cluster);
}

function modelFor(cluster: string, objects = objectsOf(cluster)): Model {
  const all = [...objects.map(({ json }) => json), ...chartObjects(cluster), ...meshConfigs(cluster)];
  return modelOf({ cluster, objects: all.map(foundOf) });
}

/** What the Helm charts of the units make, as far as their inventories are there. */
function chartObjects(cluster: string): readonly object[] {
  return liveFleet.unitsOn(cluster).flatMap(({ name }) => {
    const file = join(DIST, inventoryFile(cluster, name));
    return existsSync(file) ? (readInventory(readFileSync(file, 'utf8'))?.objects ?? []) : [];
  });
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

/** The pods that a declaration means, in the namespace and with the labels that it says. */
function podsBehind(model: Model, { namespace, labels }: Target): readonly Pods[] {
  return model.pods.filter(
    (pods) =>
      pods.namespace === namespace &&
      Object.entries(labels).every(([key, value]) => pods.labels[key] === value),
  );
}

function hasProxy(model: Model, pods: Pods): boolean {
  return model.mesh?.membership.get(pods) === 'sidecar';
}

/** What products and the platform's pods open of each other, which no declaration of a workload lists. */
function* platformFlows(cluster: string, model: Model, products: ReadonlySet<string>): Generator<string> {
  const context = liveFleet.contextOf(cluster);
  const line = (from: Pods, to: Pods, port: number) => `${keyOf(from)} → ${keyOf(to)} TCP/${port}`;
  // Each proxy asks istiod for its configuration and its certificate.
  const istiods = podsBehind(model, { namespace: ISTIO_NAMESPACE, labels: { app: 'istiod' } });
  for (const pods of model.pods) {
    if (!products.has(pods.namespace) || !hasProxy(model, pods)) continue;
    for (const to of istiods) yield line(pods, to, 15012);
  }
  for (const { namespace, pods: target, port } of exposuresOf(context)) {
    if (!products.has(namespace)) continue;
    for (const to of podsBehind(model, target)) {
      if (!hasProxy(model, to)) continue;
      for (const from of podsBehind(model, ingressGatewayPods)) yield line(from, to, port);
    }
  }
  if (!hasEgressGateway(context.cluster)) return;
  for (const { declaration, namespace } of graphOf(context).workloads) {
    if (!(declaration.calls ?? []).some(({ to }) => to === 'external')) continue;
    for (const from of podsBehind(model, { namespace, labels: { app: declaration.name } })) {
      for (const to of podsBehind(model, egressGatewayPods)) yield line(from, to, egressGateway.port);
    }
  }
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
      if (callee === undefined) continue;
      for (const pods of podsBehind(model, callee)) {
        if (!isOfOne(from, pods)) expected.add(`${keyOf(from)} → ${keyOf(pods)} TCP/${callee.containerPort}`);
      }
    }
  }
  const calls = new Set(expected);
  for (const line of platformFlows(cluster, model, products)) expected.add(line);
  return { products, calls, expected, workloadOf };
}

describe('what the declarations say is open, and nothing else (S0-74, S4-190)', () => {
  test.each(clusters)('%s', (cluster) => {
    const model = modelFor(cluster);
    const { products, expected } = declared(cluster, model);
    const byPeer = new Map(model.pods.map((pods) => [keyOf(pods), pods]));
    // What comes from a linked cluster is followed as far as its gateway alone.
    const linked = new Set(podsBehind(model, eastWestGatewayPods).map(keyOf));
    const open = new Reach(model).connections().flatMap(({ from, to, ports }) => {
      const [caller, callee] = [byPeer.get(from), byPeer.get(to)];
      if (caller === undefined || callee === undefined || isOfOne(caller, callee)) return [];
      if (linked.has(from)) return [];
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

  test.each(clusters)('%s: only what is exposed is open to somebody outside', (cluster) => {
    const model = modelFor(cluster);
    const { products } = declared(cluster, model);
    const context = liveFleet.contextOf(cluster);
    const entries = new Set(podsBehind(model, ingressGatewayPods).map(keyOf));
    const exposed = new Set(
      exposuresOf(context).flatMap(({ pods: target, port }) =>
        podsBehind(model, target)
          .filter((pods) => !hasProxy(model, pods))
          .map((pods) => `${keyOf(pods)} TCP/${port}`),
      ),
    );
    // Whatever an Ingress leads to is there for somebody outside; a product's is exposed besides.
    for (const { namespace, routes } of model.ingresses) {
      const names = new Set(routes.map(({ service }) => service));
      for (const service of model.services) {
        if (products.has(namespace) || service.namespace !== namespace || !names.has(service.name)) continue;
        for (const pods of model.pods.filter((each) => sendsTo(service, each))) {
          for (const port of service.ports) {
            for (const { number } of targetsOf(port, pods)) exposed.add(`${keyOf(pods)} TCP/${number}`);
          }
        }
      }
    }
    const loadBalancers = context.cluster.terraform.publicSubnetCidrs.flatMap((cidr) => rangeOf(cidr) ?? []);
    const isLoadBalancer = (peer: string) => {
      const range = rangeOf(peer.slice('ip:'.length));
      return loadBalancers.some(
        ({ family, first, last }) => family === range?.family && first <= range.first && range.last <= last,
      );
    };
    const unmeant = new Reach(model).connections().flatMap(({ from, to, ports }) => {
      if (to === 'node' || entries.has(to)) return [];
      const isProduct = products.has(to.split('/')[0] ?? '');
      // Who of the API servers and the like reaches the platform's own pods, its policies alone say.
      const isOutside = from === 'world' || (isProduct && from.startsWith('ip:'));
      if (!isOutside) return [];
      const open = from === 'world' || isLoadBalancer(from) ? exposed : new Set();
      return ports.filter((port) => !open.has(`${to} ${port}`)).map((port) => `${from} → ${to} ${port}`);
    });
    expect(unmeant).toEqual([]);
  });
});

test('no declared call stays open once one of its policies is gone', () => {
  const [cluster] = clusters.filter((name) => declared(name, modelFor(name)).calls.size > 0);
  if (cluster === undefined) return;
  const objects = objectsOf(cluster);
  const model = modelFor(cluster);
  const { calls } = declared(cluster, model);
  const openIn = (left: readonly Rendered[]) =>
    new Set(
      new Reach(modelFor(cluster, left))
        .connections()
        .flatMap(({ from, to, ports }) => ports.map((port) => `${from} → ${to} ${port}`)),
    );
  const byPeer = new Map(model.pods.map((pods) => [keyOf(pods), pods]));
  for (const line of calls) {
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
