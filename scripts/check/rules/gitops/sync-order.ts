import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { FleetRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, places, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import { type Application, titleOfApplication, waveOf } from './applications.ts';
import { foldersIn } from './folders.ts';
import { NAMESPACE } from './samples.ts';

type Found = Said & { readonly state: ClusterState };

const STORE = (wave: string) => `
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: store, namespace: shop, annotations: { argocd.argoproj.io/sync-wave: "${wave}" } }
spec: { provider: { aws: { service: SecretsManager, region: eu-central-1 } } }
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: web, namespace: shop, annotations: { argocd.argoproj.io/sync-wave: "-1" } }
spec:
  secretStoreRef: { name: store, kind: SecretStore }
  target: { name: web }
  data: [{ secretKey: key, remoteRef: { key: shop/web } }]
${NAMESPACE.replace('name: shop', 'name: shop, annotations: { argocd.argoproj.io/sync-wave: "-5" }')}`;

export const syncOrder: FleetRule = {
  id: 'sync-order',
  severity: 'error',
  summary: 'An object in an earlier wave than what it cannot be without',
  breaks:
    'The first sync of a new cluster stops: the API server refuses the object, or it never becomes healthy and the next wave waits for ever.',
  pitfalls: ['X-86'],
  failing: STORE('1'),
  passing: STORE('-2'),
  *judgeFleet(states) {
    const { applications, objectsOf } = foldersIn(states);
    const owner = new Map<Resource, Application>();
    for (const app of applications) {
      for (const source of app.sources) {
        for (const { resource } of objectsOf(source) ?? []) owner.set(resource, app);
      }
    }
    for (const state of states) yield* ofCluster(state, owner);
  },
};

/** What an object cannot be created or become healthy without. */
function* needsOf(
  state: ClusterState,
  resource: Resource,
): Generator<{ readonly needed: Resource; readonly why: string }> {
  const { namespace, group, kind, value } = resource;
  const own = namespace === '' ? undefined : state.namespaces.get(namespace)?.resource;
  if (own !== undefined) yield { needed: own, why: 'is in that namespace' };
  const definition = definitions(state).get(`${group}/${kind}`);
  if (definition !== undefined) yield { needed: definition, why: 'is of the kind that it defines' };
  if (group === 'external-secrets.io' && kind === 'ExternalSecret') {
    const store =
      textAt(value, 'spec', 'secretStoreRef', 'kind') ??
      byDefault('external-secrets.io/ExternalSecret', 'spec.secretStoreRef.kind');
    const name = textAt(value, 'spec', 'secretStoreRef', 'name') ?? '';
    const found = state.find(
      `external-secrets.io/${store}`,
      store === 'ClusterSecretStore' ? '' : namespace,
      name,
    );
    if (found !== undefined) yield { needed: found, why: 'reads from that store' };
  }
  if (group === 'rbac.authorization.k8s.io' && (kind === 'RoleBinding' || kind === 'ClusterRoleBinding')) {
    const role = textAt(value, 'roleRef', 'kind') ?? '';
    const found = state.find(
      `rbac.authorization.k8s.io/${role}`,
      role === 'ClusterRole' ? '' : namespace,
      textAt(value, 'roleRef', 'name') ?? '',
    );
    if (found !== undefined) yield { needed: found, why: 'binds that role' };
  }
  if (group === 'cert-manager.io' && kind === 'Certificate') {
    const issuer =
      textAt(value, 'spec', 'issuerRef', 'kind') ??
      byDefault('cert-manager.io/Certificate', 'spec.issuerRef.kind');
    const found = state.find(
      `cert-manager.io/${issuer}`,
      issuer === 'ClusterIssuer' ? '' : namespace,
      textAt(value, 'spec', 'issuerRef', 'name') ?? '',
    );
    if (found !== undefined) yield { needed: found, why: 'is issued by it' };
  }
}

const cache = new WeakMap<ClusterState, ReadonlyMap<string, Resource>>();

function definitions(state: ClusterState): ReadonlyMap<string, Resource> {
  const found =
    cache.get(state) ??
    new Map(
      state
        .of('apiextensions.k8s.io/CustomResourceDefinition')
        .filter(({ isExtract }) => !isExtract)
        .map((one) => [
          `${textAt(one.value, 'spec', 'group')}/${textAt(one.value, 'spec', 'names', 'kind')}`,
          one,
        ]),
    );
  cache.set(state, found);
  return found;
}

function* ofCluster(state: ClusterState, owner: ReadonlyMap<Resource, Application>): Generator<Found> {
  const isOrdered = state.resources.some(
    ({ annotations }) =>
      annotations['argocd.argoproj.io/sync-wave'] !== undefined ||
      annotations['argocd.argoproj.io/hook'] !== undefined,
  );
  if (!isOrdered && owner.size === 0) return;
  // One wave that is wrong is in the way of many.
  const said = new Set<string | Resource>();
  for (const resource of state.resources) {
    if (resource.isExtract) continue;
    const app = owner.get(resource);
    for (const { needed, why } of [...needsOf(state, resource), ...neededByPods(state, resource)]) {
      if (needed.isExtract) continue;
      const other = owner.get(needed);
      if (app !== other) {
        const pair = `${app?.name}
${other?.name}`;
        if (app === undefined || other === undefined || said.has(pair)) continue;
        said.add(pair);
        yield* betweenApplications(state, resource, needed, why, app, other);
        continue;
      }
      const [phase, before] = [phaseOf(resource), phaseOf(needed)];
      if (phase > before || (phase === before && waveOf(resource.annotations) >= waveOf(needed.annotations)))
        continue;
      if (said.has(needed)) continue;
      said.add(needed);
      yield {
        state,
        resource,
        path:
          phase === before && resource.annotations['argocd.argoproj.io/sync-wave'] !== undefined
            ? ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave']
            : ['metadata', 'annotations'],
        message:
          phase === before
            ? `It comes in wave ${waveOf(resource.annotations)}, and ${titleOf(needed)} only in wave ${waveOf(needed.annotations)}: it ${why}, and the first sync stops here.`
            : `It runs before the sync, and ${titleOf(needed)} comes with the sync: it ${why}, and the first sync stops here.`,
        fix:
          phase === before
            ? `Write a wave of at least ${waveOf(needed.annotations)}, or an earlier one for ${titleOf(needed)}.`
            : `Make ${titleOf(needed)} a hook of the same phase in an earlier wave, or this one a hook of Sync.`,
      };
    }
  }
}

const PHASES = ['PreSync', 'Sync', 'PostSync'];

function phaseOf({ annotations }: Resource): number {
  const hooks = (annotations['argocd.argoproj.io/hook'] ?? '')
    .split(',')
    .map((one) => PHASES.indexOf(one.trim()))
    .filter((at) => at >= 0);
  if (hooks.length > 0) return Math.min(...hooks);
  const helm = annotations['helm.sh/hook'] ?? '';
  // Argo CD takes those of Helm for its own.
  if (/pre-install|pre-upgrade/.test(helm)) return 0;
  return /post-install|post-upgrade/.test(helm) ? 2 : 1;
}

/** A hook before the sync has to have its account, its configuration and its secrets before it too. */
function* neededByPods(
  state: ClusterState,
  resource: Resource,
): Generator<{ readonly needed: Resource; readonly why: string }> {
  if (!['Job', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet'].includes(resource.kind)) return;
  const template = resource.kind === 'Pod' ? resource.value : at(resource.value, 'spec', 'template');
  const named = (kind: string, name: unknown) =>
    typeof name === 'string' ? state.find(kind, resource.namespace, name) : undefined;
  const account = named('/ServiceAccount', at(template, 'spec', 'serviceAccountName'));
  if (account !== undefined) yield { needed: account, why: 'runs as that account' };
  for (const containers of ['containers', 'initContainers']) {
    for (const [pattern, kind] of [
      [`spec.${containers}[].envFrom[].secretRef.name`, '/Secret'],
      [`spec.${containers}[].envFrom[].configMapRef.name`, '/ConfigMap'],
      [`spec.${containers}[].env[].valueFrom.secretKeyRef.name`, '/Secret'],
      [`spec.${containers}[].env[].valueFrom.configMapKeyRef.name`, '/ConfigMap'],
    ] as const) {
      for (const { value } of places(template, pattern)) {
        const needed = named(kind, value) ?? madeBy(state, resource.namespace, kind, value);
        if (needed !== undefined) yield { needed, why: 'reads it' };
      }
    }
  }
  for (const volume of listAt(template, 'spec', 'volumes')) {
    const needed =
      named('/ConfigMap', at(volume, 'configMap', 'name')) ??
      named('/Secret', at(volume, 'secret', 'secretName')) ??
      named('/PersistentVolumeClaim', at(volume, 'persistentVolumeClaim', 'claimName')) ??
      madeBy(state, resource.namespace, '/Secret', at(volume, 'secret', 'secretName'));
    if (needed !== undefined) yield { needed, why: 'mounts it' };
  }
}

/** The object of which a controller makes a Secret. */
function madeBy(state: ClusterState, namespace: string, kind: string, name: unknown): Resource | undefined {
  if (kind !== '/Secret' || typeof name !== 'string') return undefined;
  return state
    .of('external-secrets.io/ExternalSecret')
    .find(
      (one) =>
        one.namespace === namespace && (textAt(one.value, 'spec', 'target', 'name') ?? one.name) === name,
    );
}

/** Applications of one parent wait for each other by their own waves. */
function* betweenApplications(
  state: ClusterState,
  resource: Resource,
  needed: Resource,
  why: string,
  app: Application,
  other: Application,
): Generator<Found> {
  const own = waveOf(app.annotations);
  const others = waveOf(other.annotations);
  const areSiblings =
    app.destination.name === other.destination.name && app.destination.server === other.destination.server;
  if (!areSiblings || own >= others || app.isTemplate || other.isTemplate) return;
  yield {
    state,
    resource,
    path: [],
    message: `It is in ${titleOfApplication(app)} of wave ${own}, and ${titleOf(needed)}, which it ${why}, in ${titleOfApplication(other)} of wave ${others}: on a new cluster the first one stops.`,
    fix: `Give ${app.name} a wave of at least ${others}, or ${other.name} one of at most ${own}.`,
  };
}
