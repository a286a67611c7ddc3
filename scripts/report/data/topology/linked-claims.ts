import { ingressGatewayPods } from '../../../../platform/components/istio/address.ts';
import { endpointOf } from '../../../../platform/workload/graph/graph.ts';
import { flowTo, linkedClustersOf } from '../../../../platform/workload/graph/linked-clusters.ts';
import { keyOf, type Pods } from '../../../cluster-model/pods.ts';
import { peerIn } from '../../../reach/connection.ts';
import { type Claim, tcp, type Way } from './claim.ts';
import { Flows } from './flows.ts';
import { type Scene, workloadNode } from './scene.ts';

/** A declared call from one cluster to another; a node of the other cluster is written with its name. */
export interface LinkedClaim extends Claim {
  readonly here: string;
  readonly there: string;
  /** The way of the first to the gateway of the second. */
  readonly hop: Way;
}

/** What a cluster declares that it opens in those it is linked with, in the terms of both. */
export function* linkedClaims(here: Scene, scenes: ReadonlyMap<string, Scene>): Generator<LinkedClaim> {
  for (const linked of linkedClustersOf(here.context)) {
    const there = scenes.get(linked.name);
    if (there === undefined) continue;
    const gateway = new Flows(here).named(flowTo(linked));
    for (const placed of there.graph.workloads) {
      if (placed.declaration.kind !== 'service') continue;
      const { name, failover, exposes, port } = placed.declaration;
      const isShared = failover === true && here.graph.workload(name) !== undefined;
      const callees = there.podsOf(endpointOf(placed));
      const of = (from: string, says: string, pods: readonly Pods[]): LinkedClaim => ({
        here: here.model.cluster,
        there: linked.name,
        from,
        to: workloadNode(placed),
        role: 'call',
        says,
        ways: [
          { from: settled(pods), to: settled(callees), ports: [tcp(port)] },
          { from: [], besides: pods.map(keyOf), to: callees.map(keyOf), ports: [tcp(port)] },
        ],
        hop: { from: [], besides: pods.map(keyOf), to: gateway.regions, ports: gateway.ports },
      });
      for (const caller of here.graph.linkedCallersOf(name)) {
        const pods = here.podsOf(endpointOf(caller));
        yield of(workloadNode(caller), `calls ${name} of ${linked.name}`, pods);
      }
      if (!isShared) continue;
      for (const caller of here.graph.callersOf(name)) {
        const pods = here.podsOf(caller);
        yield of(`${caller.namespace}/${caller.name}`, `calls ${name}, which fails over`, pods);
      }
      if (exposes === undefined) continue;
      for (const pods of here.podsOf(ingressGatewayPods)) {
        yield of(here.nodeOf(pods), `passes on requests to ${name}, which fails over`, [pods]);
      }
    }
  }
}

/** Whether a build that is tried gets requests from another cluster follows from the subsets of both: it may, and need not. */
function settled(pods: readonly Pods[]): readonly string[] {
  return pods.filter(({ labels }) => labels.track !== 'canary').map(keyOf);
}

/** A claim of two clusters as one of them sees it: what is of the other has its name. */
export function seenFrom(cluster: string, claim: LinkedClaim): Claim {
  const named = (home: string) => (text: string) => (home === cluster ? text : peerIn(home, text));
  const [from, to] = [named(claim.here), named(claim.there)];
  return {
    from: from(claim.from),
    to: to(claim.to),
    role: claim.role,
    says: claim.says,
    ways: [
      ...claim.ways.map((way) => ({
        from: way.from.map(from),
        besides: (way.besides ?? []).map(from),
        to: way.to.map(to),
        ports: way.ports,
      })),
      ...(claim.here === cluster ? [claim.hop] : []),
    ],
  };
}
