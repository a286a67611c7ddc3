import { z } from 'zod';
import { ISTIO_NAMESPACE } from '../../../platform/components/istio/address.ts';
import type { PolicyPeer } from '../../cluster-model/objects/network-policy.ts';
import {
  anything,
  type LabelSelector,
  labelSelector,
  matches,
} from '../../cluster-model/objects/selector.ts';
import { type ClusterState, nameOf, ofKind, type Placed } from '../cluster-state.ts';
import { namespaceLabels, policiesOf } from '../network.ts';
import { podsOf } from '../pods.ts';
import type { Rule, Said } from '../rule.ts';
import { isEmpty, shownSelector } from '../selector.ts';
import { servicesOf } from '../services.ts';

const texts = z.record(z.string(), z.string());
const selector = z.looseObject({
  spec: z.looseObject({ selector: labelSelector.nullish(), podSelector: labelSelector.nullish() }),
});
const workload = z.looseObject({
  spec: z.looseObject({ workloadSelector: z.looseObject({ labels: texts.nullish() }).nullish() }),
});
const plain = z.looseObject({ spec: z.looseObject({ selector: texts.nullish() }) });
const destination = z.looseObject({ spec: z.looseObject({ host: z.string() }) });
const reference = z.looseObject({ kind: z.string().optional(), name: z.string() });
const scaled = z.looseObject({
  spec: z.looseObject({ scaleTargetRef: reference.nullish(), targetRef: reference.nullish() }),
});

/** How an object selects pods, by its kind. A monitor is judged by the rule about monitors. */
const SELECTORS: Readonly<Record<string, (object: unknown) => LabelSelector | undefined>> = {
  AuthorizationPolicy: labelsOf,
  PeerAuthentication: labelsOf,
  RequestAuthentication: labelsOf,
  Telemetry: labelsOf,
  WasmPlugin: labelsOf,
  PodDisruptionBudget: labelsOf,
  NetworkPolicy: labelsOf,
  SecurityGroupPolicy: labelsOf,
  EnvoyFilter: ofWorkload,
  Sidecar: ofWorkload,
  ProxyConfig: ofMap,
  Gateway: ofMap,
  Service: ofMap,
};
/** Those of Istio that mean the pods of every namespace where they stand in the namespace of the mesh. */
const OF_MESH = new Set([
  'AuthorizationPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'Telemetry',
  'EnvoyFilter',
  'WasmPlugin',
]);

function labelsOf(object: unknown): LabelSelector | undefined {
  const { spec } = selector.parse(object);
  return spec.selector ?? spec.podSelector ?? undefined;
}

function ofWorkload(object: unknown): LabelSelector | undefined {
  const labels = workload.parse(object).spec.workloadSelector?.labels;
  return labels ? { ...anything, matchLabels: labels } : undefined;
}

function ofMap(object: unknown): LabelSelector | undefined {
  const labels = plain.parse(object).spec.selector;
  return labels ? { ...anything, matchLabels: labels } : undefined;
}

const INSTEAD = 'Write the labels that the pods have, or take it out.';

export const selectors: Rule = {
  name: 'selectors',
  proves: 'what our objects select or name is there, among our pods or those of charts',
  judges: (state) => [
    ...ofKind(state, ...Object.keys(SELECTORS))
      .filter(({ from }) => from === 'ours')
      .flatMap((placed) => missed(state, placed)),
    ...peers(state),
    ...destinations(state),
    ...targets(state),
  ],
};

function missed(state: ClusterState, { unit, object }: Placed): readonly Said[] {
  const wanted = SELECTORS[object.kind]?.(object);
  if (wanted === undefined || isEmpty(wanted)) return [];
  const { namespace } = object.metadata;
  const anywhere = object.kind === 'Gateway' || (OF_MESH.has(object.kind) && namespace === ISTIO_NAMESPACE);
  const hit = podsOf(state).some(
    (pod) => (anywhere || pod.namespace === namespace) && matches(wanted, pod.labels),
  );
  if (hit) return [];
  const place = anywhere ? 'anywhere' : `in ${namespace}`;
  const problem = `It selects ${shownSelector(wanted)}, and no pod ${place} has these labels: it does nothing.`;
  return [{ unit, object: nameOf(object), problem, instead: INSTEAD }];
}

/** The other side of what our policies let through. */
function peers(state: ClusterState): readonly Said[] {
  return policiesOf(state)
    .filter(({ from }) => from === 'ours')
    .flatMap(({ unit, name, namespace, ingress = [], egress = [] }) => {
      const all = [...ingress, ...egress].flatMap(({ peers }) => peers ?? []);
      const unmet = all.filter((peer) => !peer.ipBlock && !isMet(state, namespace, peer)).map(shownPeer);
      return [...new Set(unmet)].map((peer) => ({
        unit,
        object: `NetworkPolicy ${namespace}/${name}`,
        problem: `It lets ${peer} through, and no pod is that.`,
        instead: INSTEAD,
      }));
    });
}

function isMet(state: ClusterState, home: string, { namespaceSelector, podSelector }: PolicyPeer): boolean {
  return podsOf(state).some(
    (pod) =>
      (namespaceSelector
        ? matches(namespaceSelector, namespaceLabels(state, pod.namespace))
        : pod.namespace === home) &&
      (!podSelector || matches(podSelector, pod.labels)),
  );
}

function shownPeer({ namespaceSelector, podSelector }: PolicyPeer): string {
  const place = namespaceSelector ? ` in the namespaces ${shownSelector(namespaceSelector)}` : '';
  return `${podSelector ? `pods with ${shownSelector(podSelector)}` : 'all pods'}${place}`;
}

const LOCAL = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.cluster\.local$/;

function destinations(state: ClusterState): readonly Said[] {
  return ofKind(state, 'DestinationRule')
    .filter(({ from }) => from === 'ours')
    .flatMap(({ unit, object }) => {
      const { host } = destination.parse(object).spec;
      const [, name, namespace] = LOCAL.exec(host) ?? [];
      if (name === undefined) return [];
      const there = servicesOf(state).some((each) => each.name === name && each.namespace === namespace);
      const problem = `It is about ${host}, and nothing makes that Service: its settings hold for nobody.`;
      return there
        ? []
        : [{ unit, object: nameOf(object), problem, instead: 'Name the Service that the chart renders.' }];
    });
}

function targets(state: ClusterState): readonly Said[] {
  return ofKind(state, 'ScaledObject', 'HorizontalPodAutoscaler', 'VerticalPodAutoscaler')
    .filter(({ from }) => from === 'ours')
    .flatMap(({ unit, object }) => {
      const { scaleTargetRef, targetRef } = scaled.parse(object).spec;
      const target = scaleTargetRef ?? targetRef;
      if (!target) return [];
      const { kind = 'Deployment', name } = target;
      const { namespace } = object.metadata;
      const there = ofKind(state, kind).some(
        (each) => each.object.metadata.name === name && each.object.metadata.namespace === namespace,
      );
      const problem = `It scales the ${kind} ${namespace}/${name}, which nothing makes.`;
      return there
        ? []
        : [{ unit, object: nameOf(object), problem, instead: 'Name what the chart renders.' }];
    });
}
