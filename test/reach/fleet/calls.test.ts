import { describe, expect, test } from 'vitest';
import { eastWestGatewayPods } from '../../../platform/components/istio/address.ts';
import { keyOf } from '../../../scripts/cluster-model/pods.ts';
import { Reach } from '../../../scripts/reach/reach.ts';
import type { Rendered } from '../../rendered-fleet.ts';
import { declared } from './declared.ts';
import { clusters, isOfOne, modelFor, objectsOf, podsBehind } from './model.ts';

const COLLECTOR = 'tracing/Deployment/opentelemetry-collector TCP/4317';

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
