import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { memberOf } from '../../state/mesh-members.ts';
import { textsAt } from '../../state/read.ts';
import type { Workload } from '../../state/workload.ts';
import { CART } from './sample.ts';

const INJECT = 'sidecar.istio.io/inject';
const MESHED = `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
`;

/** The injector's webhook looks at labels: of the namespace, and of the pods. */
export const injectionNotAsked: ClusterRule = {
  id: 'injection-not-asked',
  severity: 'error',
  summary:
    'Pods or a namespace that are meant to be in the mesh, and that the injector passes over, or the other way round',
  breaks:
    'Pods run without a proxy: no mutual TLS, no policy, no route holds for them, while all objects look applied.',
  pitfalls: ['X-58', 'X-60'],
  failing: CART.replace('istio-injection: enabled', 'istio-injection: "true"') + MESHED,
  passing: CART + MESHED,
  *judge(state) {
    for (const { resource, labels } of state.namespaces.values()) {
      if (resource !== undefined) yield* judgeNamespace(state, resource, labels);
    }
    for (const workload of state.workloads) yield* judgeWorkload(state, workload);
    yield* judgeIdle(state);
  },
};

const VALUES = ['enabled', 'disabled'];

function* judgeNamespace(
  state: ClusterState,
  resource: Said['resource'],
  labels: Readonly<Record<string, string>>,
): Generator<Said> {
  const value = labels['istio-injection'];
  const revision = labels['istio.io/rev'];
  if (value !== undefined && !VALUES.includes(value)) {
    yield {
      resource,
      path: ['metadata', 'labels', 'istio-injection'],
      message: `istio-injection is ${value}, and the injector knows enabled only: no pod of the namespace gets a proxy.`,
      fix: 'Write istio-injection: enabled.',
    };
  }
  if (value !== undefined && revision !== undefined) {
    yield {
      resource,
      path: ['metadata', 'labels', 'istio.io/rev'],
      severity: 'warning',
      message: `The label istio-injection (${value}) goes before istio.io/rev, so the revision ${revision} does nothing.`,
      fix: 'Take istio-injection out, or istio.io/rev.',
    };
  }
  for (const key of Object.keys(resource.annotations)) {
    if (key !== 'istio-injection' && key !== 'istio.io/rev' && key !== 'istio.io/dataplane-mode') continue;
    if (Object.hasOwn(labels, key)) continue;
    yield {
      resource,
      path: ['metadata', 'annotations', key],
      message: `The injector reads the label ${key}, and not an annotation of that name: no pod of the namespace gets a proxy.`,
      fix: 'Move it to metadata.labels.',
    };
  }
  for (const key of Object.keys(textsAt(resource.value, 'metadata', 'labels'))) {
    if (key === 'istio-injection' || !/istio|inject/.test(key) || key.includes('/')) continue;
    if (nearestName(key, ['istio-injection']) === undefined) continue;
    yield {
      resource,
      path: ['metadata', 'labels', key],
      message: `The injector knows no label ${key}: no pod of the namespace gets a proxy.`,
      fix: 'Write istio-injection.',
    };
  }
  const known = revisions(state);
  // Of a revision that is new the chart may be unseen, and what belongs to it is there.
  const isNamed = state.resources.some(
    ({ name }) => name === `istiod-${revision}` || name.endsWith(`-istiod-${revision}`),
  );
  if (
    revision !== undefined &&
    !isNamed &&
    value === undefined &&
    known.length > 0 &&
    !known.includes(revision)
  ) {
    yield {
      resource,
      path: ['metadata', 'labels', 'istio.io/rev'],
      message: `No istiod has the revision ${revision}: no pod of the namespace gets a proxy, or none starts. There is ${known.join(', ')}.`,
      fix: `Write ${nearestName(revision, known) ?? known[0]}.`,
    };
  }
}

/** Revisions of the istiods of the tree, and the tags that lead to one. */
function revisions(state: ClusterState): readonly string[] {
  const own = state.workloads
    .filter(({ labels }) => labels.app === 'istiod')
    .flatMap(({ labels }) => labels['istio.io/rev'] ?? []);
  const tags = state
    .of('admissionregistration.k8s.io/MutatingWebhookConfiguration')
    .flatMap(({ labels }) => [labels['istio.io/tag'] ?? [], labels['istio.io/rev'] ?? []].flat());
  return own.length === 0 ? [] : [...new Set([...own, ...tags])];
}

function* judgeWorkload(state: ClusterState, workload: Workload): Generator<Said> {
  const { resource, labels, annotations, metadataPath, containers, namespace } = workload;
  const membership = memberOf(state, workload);
  const own = state.namespaces.get(namespace)?.labels ?? {};
  if (
    annotations[INJECT] === 'true' &&
    labels[INJECT] !== 'true' &&
    membership === 'none' &&
    !workload.hostNetwork
  ) {
    yield {
      resource,
      path: [...metadataPath, 'annotations', INJECT],
      message: `The injector is asked by labels alone, and neither the namespace ${namespace} nor the pods have one: the pods get no proxy.`,
      fix: `Write ${INJECT}: "true" under the labels of the pods, or istio-injection: enabled at the namespace.`,
    };
  }
  for (const [place, values] of [
    ['annotations', resource.annotations],
    ['labels', resource.labels],
  ] as const) {
    const value = values[INJECT];
    if (value === undefined || metadataPath.length < 2 || labels[INJECT] !== undefined) continue;
    if ((value === 'false') !== (membership !== 'none')) continue;
    yield {
      resource,
      path: ['metadata', place, INJECT],
      severity: 'warning',
      message: `${INJECT} stands at the ${resource.kind}, where nobody reads it: the injector looks at the labels of the pods, which ${membership === 'none' ? 'get no' : 'still get a'} proxy.`,
      fix: 'Move it to the labels of the pod template.',
    };
  }
  const auto = containers.find(({ value }) => value.image === 'auto');
  if (auto !== undefined && !isAsked(own, labels)) {
    yield {
      resource,
      path: [...auto.path, 'image'],
      message: `The injector replaces the image auto, and it passes over these pods${own['istio-injection'] === 'disabled' ? ' (istio-injection is disabled)' : ''}: the image cannot be pulled.`,
      fix: 'Write istio-injection: enabled at the namespace, and sidecar.istio.io/inject: "true" under the labels of the pods.',
    };
  }
  if (membership !== 'sidecar') return;
  for (const { name, path, value } of containers) {
    const user =
      typeof value.securityContext === 'object' && value.securityContext !== null
        ? Reflect.get(value.securityContext, 'runAsUser')
        : undefined;
    if (user !== 1337 || name === 'istio-proxy') continue;
    yield {
      resource,
      path: [...path, 'securityContext', 'runAsUser'],
      message:
        'The user 1337 is that of the proxy: what it sends goes past the proxy, without identity and policy.',
      fix: 'Run the program as another user.',
    };
  }
}

/** Whether the injector is asked, whatever containers the template has. */
function isAsked(
  namespace: Readonly<Record<string, string>>,
  pods: Readonly<Record<string, string>>,
): boolean {
  if (namespace['istio-injection'] === 'disabled' || pods[INJECT] === 'false') return false;
  const rev = 'istio.io/rev';
  return (
    namespace['istio-injection'] === 'enabled' ||
    Object.hasOwn(namespace, rev) ||
    pods[INJECT] === 'true' ||
    Object.hasOwn(pods, rev)
  );
}

/** Policies of the mesh in a namespace whose pods all do without a proxy. */
function* judgeIdle(state: ClusterState): Generator<Said> {
  const policies = state.of(
    'security.istio.io/PeerAuthentication',
    'security.istio.io/AuthorizationPolicy',
    'networking.istio.io/Sidecar',
  );
  const byNamespace = new Map(policies.map((policy) => [policy.namespace, policy]));
  for (const [name, policy] of byNamespace) {
    const workloads = state.workloadsIn(name).filter(({ hostNetwork, isMade }) => !hostNetwork && !isMade);
    const own = state.namespaces.get(name);
    if (workloads.length === 0 || own?.resource === undefined || name === 'istio-system') continue;
    if (workloads.some((workload) => memberOf(state, workload) !== 'none')) continue;
    // A value that is wrong is said already.
    if (own.labels['istio-injection'] !== undefined && own.labels['istio-injection'] !== 'disabled') continue;
    if (['istio-injection', 'istio.io/rev'].some((key) => own.resource?.annotations[key] !== undefined))
      continue;
    if (workloads.some(({ annotations }) => annotations[INJECT] === 'true')) continue;
    yield {
      resource: own.resource,
      path: ['metadata', 'labels'],
      message: `${policy.kind} ${policy.name} is for the pods of the namespace, and none of them gets a proxy: nobody holds to it.`,
      fix: 'Write istio-injection: enabled (or istio.io/rev) under the labels of the namespace.',
    };
  }
}
