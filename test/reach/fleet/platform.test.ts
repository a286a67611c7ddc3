import { expect, test } from 'vitest';
import { components } from '../../../platform/components/index.ts';
import { ingressGatewayPods, istiod } from '../../../platform/components/istio/address.ts';
import { certificateFlows } from '../../../platform/components/istio-csr/address.ts';
import { spanCollector } from '../../../platform/components/opentelemetry-collector/address.ts';
import { OWNER_LABEL } from '../../../platform/kit/labels.ts';
import { type Flow, pods } from '../../../platform/kit/network/flows.ts';
import { REVISION_LABEL } from '../../../platform/kit/proxy-revision.ts';
import { exposuresOf } from '../../../platform/workload/graph/exposures.ts';
import type { Model } from '../../../scripts/cluster-model/model.ts';
import { labelSelector, matches } from '../../../scripts/cluster-model/objects/selector.ts';
import { keyOf, type Pods } from '../../../scripts/cluster-model/pods.ts';
import { sendsTo, targetsOf } from '../../../scripts/cluster-model/services.ts';
import { Reach } from '../../../scripts/reach/reach.ts';
import { liveFleet } from '../../live-fleet.ts';
import { clusters, hasProxy, line, modelFor, podsBehind } from './model.ts';

/** What the declarations of the platform say of its pods: whom they call, and who calls them. */
interface Declared {
  readonly egress: ReadonlyMap<Pods, readonly Flow[]>;
  readonly ingress: ReadonlyMap<Pods, readonly Flow[]>;
}

function declaredFlows(model: Model): Declared {
  const context = liveFleet.contextOf(model.cluster);
  const egress = new Map<Pods, Flow[]>();
  const ingress = new Map<Pods, Flow[]>();
  const add = (to: Map<Pods, Flow[]>, pods: readonly Pods[], flows: readonly Flow[]) => {
    for (const each of pods) to.set(each, [...(to.get(each) ?? []), ...flows]);
  };
  for (const { on, pods: trafficOf, namespace } of components) {
    if (on?.(context.cluster, context.fleet) === false) continue;
    for (const traffic of trafficOf?.(context) ?? []) {
      const selected = podsBehind(model, { namespace, labels: traffic.labels ?? {} });
      add(egress, selected, traffic.egress ?? []);
      add(ingress, selected, traffic.ingress ?? []);
    }
  }
  // Every proxy asks its control plane, has its certificate signed, and sends its spans.
  const meshed = [...model.namespaces].flatMap(([name, labels]) => (REVISION_LABEL in labels ? [name] : []));
  const ofProxies = [istiod(), spanCollector(), ...certificateFlows(context.cluster)];
  for (const namespace of meshed) add(egress, podsBehind(model, { namespace, labels: {} }), ofProxies);
  const exposed = exposuresOf(context).map((each) => pods(each.pods, each.port));
  add(egress, podsBehind(model, ingressGatewayPods), exposed);
  return { egress, ingress };
}

/** Whether a flow names pods at a port. */
function names({ peers, ports }: Flow, model: Model, { namespace, labels }: Pods, port: number): boolean {
  const isPort = ports.some((each) => each.port?.value === port && each.protocol !== 'UDP');
  const own = model.namespaces.get(namespace) ?? {};
  return (
    isPort &&
    peers.some(
      ({ namespaceSelector, podSelector, ipBlock }) =>
        ipBlock === undefined &&
        (namespaceSelector === undefined || matches(labelSelector.parse(namespaceSelector), own)) &&
        (podSelector === undefined || matches(labelSelector.parse(podSelector), labels)),
    )
  );
}

/** Proxies let out only what a Service leads to, what they need themselves, and what passes them by. */
function isKnown(model: Model, from: Pods, to: Pods, port: number): boolean {
  if (!hasProxy(model, from) || to.labels.app === 'istiod') return true;
  const past = from.annotations['traffic.sidecar.istio.io/excludeOutboundPorts'] ?? '';
  if (past.split(',').includes(String(port))) return true;
  return model.services
    .filter((service) => sendsTo(service, to))
    .some(({ ports }) => ports.some((each) => targetsOf(each, to).some(({ number }) => number === port)));
}

/** What both sides declare. */
function* agreed(model: Model, { egress, ingress }: Declared): Generator<string> {
  for (const [from, sends] of egress) {
    for (const [to, receives] of ingress) {
      const numbers = new Set(sends.flatMap(({ ports }) => ports.flatMap(({ port }) => port?.value ?? [])));
      for (const port of numbers) {
        if (typeof port !== 'number' || !sends.some((flow) => names(flow, model, to, port))) continue;
        if (!receives.some((flow) => names(flow, model, from, port))) continue;
        if (isKnown(model, from, to, port)) yield line(from, to, port);
      }
    }
  }
}

test.each(clusters)(
  '%s: the pods of the platform open of each other what both sides declare, and nothing else',
  (cluster) => {
    const model = modelFor(cluster);
    const isPlatform = ({ namespace }: Pods) => model.namespaces.get(namespace)?.[OWNER_LABEL] === 'platform';
    const own = new Set(model.pods.filter(isPlatform).map(keyOf));
    const isOwn = (text: string) => text.split(' → ').every((peer) => own.has(peer.split(' ')[0] ?? ''));
    const open = new Reach(model)
      .connections()
      .flatMap(({ from, to, ports }) => ports.map((port) => `${from} → ${to} ${port}`))
      .filter(isOwn);
    const expected = [...agreed(model, declaredFlows(model))].filter(isOwn);
    expect(open.sort()).toEqual([...new Set(expected)].sort());
  },
);
