import { keyOf, type Pods } from '../../../cluster-model/pods.ts';
import { sendsTo, targetsOf } from '../../../cluster-model/services.ts';
import { type Interval, intersection, type Ports } from '../../../reach/ports.ts';
import type { Claim } from './claim.ts';
import type { Flows } from './flows.ts';
import type { Place } from './places.ts';
import { platformFlows, type Said } from './platform-flows.ts';
import type { Scene } from './scene.ts';

/** What the platform's pods, and the proxies of all, open of each other and of the networks around them. */
export function* platformClaims(
  scene: Scene,
  flows: Flows,
  places: ReadonlyMap<string, Place>,
): Generator<Claim> {
  const { egress, ingress } = platformFlows(scene, flows);
  for (const [from, sends] of egress) {
    for (const said of sends) {
      for (const to of said.pods) yield* betweenPods(scene, from, to, said, ingress.get(to) ?? []);
      yield* toPlaces(scene, from, said, places);
    }
  }
  for (const [to, receives] of ingress) {
    for (const said of receives) yield* fromPlaces(scene, to, said, places);
  }
}

/** Both sides have to declare it. */
function* betweenPods(
  scene: Scene,
  from: Pods,
  to: Pods,
  said: Said,
  receives: readonly Said[],
): Generator<Claim> {
  for (const received of receives) {
    if (!received.pods.has(from)) continue;
    const ports = known(scene, from, to, intersection(said.ports, received.ports));
    if (ports.length === 0) continue;
    yield {
      from: scene.nodeOf(from),
      to: scene.nodeOf(to),
      role: said.role,
      says: said.by,
      ways: [{ from: [keyOf(from)], to: [keyOf(to)], ports }],
    };
  }
}

/** Proxies let out only what a Service leads to, what they need themselves, and what passes them by. */
function known(scene: Scene, from: Pods, to: Pods, ports: Ports): Ports {
  if (!scene.hasProxy(from) || to.labels.app === 'istiod') return ports;
  const past = (from.annotations['traffic.sidecar.istio.io/excludeOutboundPorts'] ?? '').split(',');
  const services = scene.model.services.filter((service) => sendsTo(service, to));
  const isKnown = ({ first }: Interval) =>
    past.includes(String(first)) ||
    services.some((service) =>
      service.ports.some((port) => targetsOf(port, to).some(({ number }) => number === first)),
    );
  return ports.filter(isKnown);
}

function* toPlaces(
  scene: Scene,
  from: Pods,
  { regions, ports, role, by }: Said,
  places: ReadonlyMap<string, Place>,
): Generator<Claim> {
  for (const [id, peers] of byPlace(regions, places)) {
    const ways = [{ from: [keyOf(from)], to: peers, ports }];
    yield { from: scene.nodeOf(from), to: id, role, says: by, ways };
  }
}

function* fromPlaces(
  scene: Scene,
  to: Pods,
  { regions, ports, role, by }: Said,
  places: ReadonlyMap<string, Place>,
): Generator<Claim> {
  for (const [id, peers] of byPlace(regions, places)) {
    const ways = [{ from: peers, to: [keyOf(to)], ports }];
    yield { from: id, to: scene.nodeOf(to), role, says: by, ways };
  }
}

function byPlace(
  regions: readonly string[],
  places: ReadonlyMap<string, Place>,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const peer of regions) {
    const id = places.get(peer)?.id ?? peer;
    groups.set(id, [...(groups.get(id) ?? []), peer]);
  }
  return groups;
}
