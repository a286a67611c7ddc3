import type { Item } from '../change.ts';
import { titleOf, typeOf } from '../compare/key.ts';
import { podSpecOf } from '../compare/pod-path.ts';
import { at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { containersOf, WORKLOADS } from './pods.ts';

type Mapping = Readonly<Record<string, unknown>>;

/** Objects of a tree that cannot do without an object, by title; a Service counts where a route names it. */
export function usersOf(item: Item, tree: Surroundings): readonly string[] {
  const { cluster, namespace } = item;
  const workloads = () => tree.inNamespace(cluster, namespace, ...WORKLOADS);
  switch (typeOf(item)) {
    case '/ConfigMap':
      return titles(
        workloads().filter((each) =>
          referencesOf(each).some(
            (use) => use.kind === 'ConfigMap' && use.name === item.name && !use.optional,
          ),
        ),
      );
    case '/Secret':
      return titles(workloads().filter((each) => usesSecret(each, item.name)));
    case 'external-secrets.io/ExternalSecret':
      return secretUsers(item, tree);
    case '/ServiceAccount':
      return titles(workloads().filter((each) => podSpecOf(each).serviceAccountName === item.name));
    case '/PersistentVolumeClaim':
      return [];
    case '/Service':
      return routesTo(item, tree);
    case 'networking.istio.io/DestinationRule':
      return subsetUsers(item, tree);
    case 'scheduling.k8s.io/PriorityClass':
      return titles(
        tree.ofKinds(cluster, ...WORKLOADS).filter((each) => podSpecOf(each).priorityClassName === item.name),
      );
    default:
      return [];
  }
}

function secretUsers(item: Item, tree: Surroundings): readonly string[] {
  const secret = textAt(item.value, 'spec.target.name') ?? item.name;
  // Another one may make the same Secret.
  const others = tree
    .inNamespace(item.cluster, item.namespace, 'ExternalSecret')
    .filter(({ name, value }) => (textAt(value, 'spec.target.name') ?? name) === secret);
  if (others.length > 0 || textAt(item.value, 'spec.target.creationPolicy') === 'Orphan') return [];
  return titles(
    tree.inNamespace(item.cluster, item.namespace, ...WORKLOADS).filter((each) => usesSecret(each, secret)),
  );
}

function usesSecret(item: Item, secret: string): boolean {
  return referencesOf(item).some(
    ({ kind, name, optional }) => kind === 'Secret' && name === secret && !optional,
  );
}

/** What the pods of a template read. */
export interface Reference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  /** Undefined where all of it is read. */
  readonly key: string | undefined;
  readonly optional: boolean;
}

/** The ConfigMaps and Secrets that the pods of an object need to start. */
export function referencesOf(item: Item): readonly Reference[] {
  const spec = podSpecOf(item);
  const found: Reference[] = [];
  const add = (kind: Reference['kind'], from: unknown, key?: unknown) => {
    const name = textAt(from, 'name') ?? textAt(from, 'secretName');
    if (name === undefined) return;
    found.push({
      kind,
      name,
      key: typeof key === 'string' ? key : undefined,
      optional: at(from, 'optional') === true,
    });
  };
  for (const container of containersOf(item)) {
    for (const each of listAt(container, 'env')) {
      const [secret, map] = [at(each, 'valueFrom.secretKeyRef'), at(each, 'valueFrom.configMapKeyRef')];
      if (isMapping(secret)) add('Secret', secret, secret.key);
      if (isMapping(map)) add('ConfigMap', map, map.key);
    }
    for (const each of listAt(container, 'envFrom')) {
      add('Secret', at(each, 'secretRef'));
      add('ConfigMap', at(each, 'configMapRef'));
    }
  }
  const ofVolume = (volume: unknown) => {
    for (const [kind, field] of [
      ['Secret', 'secret'],
      ['ConfigMap', 'configMap'],
    ] as const) {
      const source = at(volume, field);
      if (!isMapping(source)) continue;
      const keys = listAt(source, 'items').flatMap((each) => textAt(each, 'key') ?? []);
      if (keys.length === 0) add(kind, source);
      for (const key of keys) add(kind, source, key);
    }
  };
  for (const volume of listAt(spec, 'volumes')) {
    ofVolume(volume);
    for (const source of listAt(volume, 'projected.sources')) ofVolume(source);
  }
  for (const each of listAt(spec, 'imagePullSecrets')) add('Secret', each);
  return found;
}

/** The routes of a tree to a Service, by title. */
export function routesTo(service: Item, tree: Surroundings): readonly string[] {
  const { cluster, name, namespace } = service;
  const isHost = (host: unknown, from: Item) =>
    host === `${name}.${namespace}.svc.cluster.local` ||
    host === `${name}.${namespace}.svc` ||
    host === `${name}.${namespace}` ||
    (host === name && from.namespace === namespace);
  const ofMesh = tree
    .ofKinds(cluster, 'VirtualService')
    .filter((route) => destinationsOf(route).some(({ host }) => isHost(host, route)));
  const ofIngress = tree
    .inNamespace(cluster, namespace, 'Ingress')
    .filter((route) => backendsOf(route).some((backend) => textAt(backend, 'service.name') === name));
  const ofGateways = tree
    .inNamespace(cluster, namespace, 'HTTPRoute')
    .filter(({ value }) =>
      listAt(value, 'spec.rules').some((rule) =>
        listAt(rule, 'backendRefs').some((each) => textAt(each, 'name') === name),
      ),
    );
  return titles([...ofMesh, ...ofIngress, ...ofGateways]);
}

/** Where the routes of a VirtualService lead. */
export function destinationsOf({ value }: Item): readonly Mapping[] {
  return ['http', 'tcp', 'tls'].flatMap((protocol) =>
    listAt(value, `spec.${protocol}`).flatMap((rule) =>
      [...listAt(rule, 'route'), ...listAt(rule, 'mirrors')].flatMap((route) => {
        const destination = mappingAt(route, 'destination');
        return Object.keys(destination).length === 0 ? [] : [destination];
      }),
    ),
  );
}

/** The backends of an Ingress. */
export function backendsOf({ value }: Item): readonly unknown[] {
  return [
    at(value, 'spec.defaultBackend'),
    ...listAt(value, 'spec.rules').flatMap((rule) =>
      listAt(rule, 'http.paths').map((path) => at(path, 'backend')),
    ),
  ].filter((backend) => backend !== undefined);
}

/** Routes that name a subset which only this DestinationRule has. */
export function subsetUsers(rule: Item, tree: Surroundings, only?: readonly string[]): readonly string[] {
  const names = only ?? listAt(rule.value, 'spec.subsets').flatMap((each) => textAt(each, 'name') ?? []);
  const short = (host: unknown) => String(host).split('.')[0];
  const host = at(rule.value, 'spec.host');
  return titles(
    tree
      .ofKinds(rule.cluster, 'VirtualService')
      .filter((route) =>
        destinationsOf(route).some(
          ({ subset, host: to }) =>
            typeof subset === 'string' &&
            names.includes(subset) &&
            (to === host || short(to) === short(host)),
        ),
      ),
  );
}

function titles(items: readonly Item[]): readonly string[] {
  return [...new Set(items.map(titleOf))];
}
