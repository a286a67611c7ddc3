import { egressGatewayPods, hasEgressGateway } from '../../../../platform/components/istio/address.ts';
import type { Endpoint } from '../../../../platform/kit/network/endpoint.ts';
import { publicHttps } from '../../../../platform/kit/network/flows.ts';
import type { Call } from '../../../../platform/workload/declaration/calls.ts';
import type { PlacedWorkload } from '../../../../platform/workload/declaration/placed-workload.ts';
import { destinationsOf } from '../../../../platform/workload/graph/destinations.ts';
import { keyOf, type Pods } from '../../../cluster-model/pods.ts';
import { type Claim, tcp, type Way } from './claim.ts';
import type { Flows } from './flows.ts';
import { type Scene, workloadNode } from './scene.ts';

/** Every call that the workloads of a cluster declare to what is on it, or outside all clusters. */
export function* callClaims(scene: Scene, flows: Flows): Generator<Claim> {
  for (const placed of scene.graph.workloads) {
    for (const call of placed.declaration.calls ?? []) {
      const claim = claimOf(placed, call, scene, flows);
      if (claim !== undefined) yield claim;
    }
  }
}

function claimOf(placed: PlacedWorkload, call: Call, scene: Scene, flows: Flows): Claim | undefined {
  const from = workloadNode(placed);
  const says = wordsOf(call);
  if (call.to === 'linked') return undefined;
  if (call.to === 'workload') {
    const callee = scene.graph.endpoints.get(call.name);
    if (callee === undefined) return undefined;
    const ways = [wayOf(placed, scene, serving(callee, scene).map(keyOf), [tcp(callee.containerPort)])];
    return { from, to: `${callee.namespace}/${callee.name}`, role: 'call', says, ways };
  }
  const { declaration } = placed;
  const named = destinationsOf({ ...declaration, calls: [call] }, scene.context)
    .flatMap((destination) => destination.flows)
    .map((flow) => flows.named(flow));
  // A cluster without Kafka has nothing to call.
  if (named.length === 0) return undefined;
  const ways = named.map(({ pods, regions, ports }) =>
    wayOf(placed, scene, [...Array.from(pods, keyOf), ...regions], ports),
  );
  const through = call.to === 'external' && hasEgressGateway(scene.context.cluster);
  return {
    from,
    to: `${call.to}/${call.name}`,
    role: 'call',
    says: through ? `${says} through the egress gateway` : says,
    ways: through ? [...ways, beyondGateway(scene, flows)] : ways,
  };
}

/** From the egress gateway on. */
function beyondGateway(scene: Scene, flows: Flows): Way {
  const { regions, ports } = flows.named(publicHttps());
  const world = regions.filter((peer) => peer === 'world');
  return {
    from: scene.podsOf(egressGatewayPods).map(keyOf),
    to: world,
    ports,
  };
}

/** A way from a workload; what belongs to it, such as its migration, may take it too. */
function wayOf(placed: PlacedWorkload, scene: Scene, to: readonly string[], ports: Way['ports']): Way {
  const all = scene.podsIn(placed.namespace).filter((pods) => scene.nodeOf(pods) === workloadNode(placed));
  const own = all.filter(({ labels }) => labels.app === placed.declaration.name);
  return {
    from: own.map(keyOf),
    besides: all.filter((pods) => !own.includes(pods)).map(keyOf),
    to,
    ports,
  };
}

/** The pods that answer for an endpoint. */
function serving(endpoint: Pick<Endpoint, 'namespace' | 'labels'>, scene: Scene): readonly Pods[] {
  return scene.podsOf(endpoint);
}

function wordsOf(call: Call): string {
  if (call.to === 'queue')
    return call.direction === 'send' ? `sends to queue ${call.name}` : `receives from queue ${call.name}`;
  if (call.to === 'workload') return `calls ${call.name}`;
  return `calls ${call.to} ${call.name}`;
}
