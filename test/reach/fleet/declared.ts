import {
  egressGateway,
  egressGatewayPods,
  hasEgressGateway,
  ISTIO_NAMESPACE,
  ingressGatewayPods,
} from '../../../platform/components/istio/address.ts';
import { certificateAuthority, privateAuthorityOf } from '../../../platform/components/istio-csr/address.ts';
import { exposuresOf } from '../../../platform/workload/graph/exposures.ts';
import { graphOf } from '../../../platform/workload/graph/graph.ts';
import type { Model } from '../../../scripts/cluster-model/model.ts';
import type { Pods } from '../../../scripts/cluster-model/pods.ts';
import { liveFleet } from '../../live-fleet.ts';
import { hasProxy, isOfOne, line, podsBehind } from './model.ts';

/** What products and the platform's pods open of each other, which no declaration of a workload lists. */
function* platformFlows(cluster: string, model: Model, products: ReadonlySet<string>): Generator<string> {
  const context = liveFleet.contextOf(cluster);
  // Each proxy asks istiod for its configuration, and for its certificate where nobody else signs it.
  const istiods = podsBehind(model, { namespace: ISTIO_NAMESPACE, labels: { app: 'istiod' } });
  for (const pods of model.pods) {
    if (!products.has(pods.namespace) || !hasProxy(model, pods)) continue;
    for (const to of istiods) yield line(pods, to, 15012);
    if (privateAuthorityOf(context.cluster) === undefined) continue;
    const { name, namespace, port } = certificateAuthority;
    for (const to of podsBehind(model, { namespace, labels: { app: name } })) yield line(pods, to, port);
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

/** Each pair of pods of which one at least is a product's, and what the declarations say about it. */
export function declared(cluster: string, model: Model) {
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
        if (!isOfOne(from, pods)) expected.add(line(from, pods, callee.containerPort));
      }
    }
  }
  const calls = new Set(expected);
  for (const each of platformFlows(cluster, model, products)) expected.add(each);
  return { products, calls, expected, workloadOf };
}
