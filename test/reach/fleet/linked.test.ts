import { expect, test } from 'vitest';
import { ingressGatewayPods } from '../../../platform/components/istio/address.ts';
import { endpointOf, graphOf } from '../../../platform/workload/graph/graph.ts';
import { linkedClustersOf } from '../../../platform/workload/graph/linked-clusters.ts';
import type { Model } from '../../../scripts/cluster-model/model.ts';
import { keyOf } from '../../../scripts/cluster-model/pods.ts';
import { linkedConnections } from '../../../scripts/reach/links/linked.ts';
import { Reach } from '../../../scripts/reach/reach.ts';
import { liveFleet } from '../../live-fleet.ts';
import { clusters, modelFor, podsBehind } from './model.ts';

/** What a cluster declares that it opens in another: calls to linked services, and those that may fail over. */
function* declaredBetween(here: Model, there: Model): Generator<string> {
  const [ours, theirs] = [here, there].map(({ cluster }) => graphOf(liveFleet.contextOf(cluster)));
  for (const placed of theirs?.workloads ?? []) {
    const { name, kind } = placed.declaration;
    if (kind !== 'service') continue;
    const { failover, exposes } = placed.declaration;
    const direct = (ours?.linkedCallersOf(name) ?? []).map(endpointOf);
    const isShared = failover === true && ours?.workload(name) !== undefined;
    const callers = [
      ...direct,
      ...(isShared ? (ours?.callersOf(name) ?? []) : []),
      ...(isShared && exposes !== undefined ? [ingressGatewayPods] : []),
    ];
    const target = endpointOf(placed);
    for (const from of callers.flatMap((caller) => podsBehind(here, caller))) {
      for (const to of podsBehind(there, target)) {
        yield `${here.cluster}/${keyOf(from)} → ${there.cluster}/${keyOf(to)} TCP/${target.containerPort}`;
      }
    }
  }
}

test('between clusters, what is declared is open through their gateways, and nothing else (S0-46, S0-48)', () => {
  const models = new Map(clusters.map((name) => [name, modelFor(name)]));
  const expected = [...models.values()].flatMap((here) =>
    linkedClustersOf(liveFleet.contextOf(here.cluster)).flatMap(({ name }) => {
      const there = models.get(name);
      return there === undefined ? [] : [...declaredBetween(here, there)];
    }),
  );
  const open = linkedConnections([...models.values()].map((model) => new Reach(model))).flatMap(
    ({ cluster, from, to, ports }) => ports.map((port) => `${from} → ${cluster}/${to} ${port}`),
  );
  // Whether a canary gets requests from another cluster follows from the subsets of both: whoever tries one knows.
  const tried = [...models.values()].flatMap(({ cluster, pods }) =>
    pods.filter(({ labels }) => labels.track === 'canary').map((each) => `${cluster}/${keyOf(each)} `),
  );
  const settled = (lines: Iterable<string>) =>
    [...new Set(lines)].filter((one) => !tried.some((canary) => `${one} `.includes(canary))).sort();
  expect(settled(open)).toEqual(settled(expected));
});
