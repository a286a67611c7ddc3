import { expect, test } from 'vitest';
import { ingressGatewayPods } from '../../../platform/components/istio/address.ts';
import { exposuresOf } from '../../../platform/workload/graph/exposures.ts';
import { rangeOf } from '../../../scripts/cluster-model/objects/address.ts';
import { keyOf } from '../../../scripts/cluster-model/pods.ts';
import { sendsTo, targetsOf } from '../../../scripts/cluster-model/services.ts';
import { Reach } from '../../../scripts/reach/reach.ts';
import { liveFleet } from '../../live-fleet.ts';
import { declared } from './declared.ts';
import { clusters, hasProxy, modelFor, podsBehind } from './model.ts';

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
