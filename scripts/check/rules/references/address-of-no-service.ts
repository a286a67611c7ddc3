import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { remembered } from '../../state/memory.ts';
import { allProducts, presenceOf } from '../../state/presence.ts';
import { listAt, places, text, textAt } from '../../state/read.ts';
import { isAddOnNamespace } from '../../state/unseen.ts';
import { type AddressPlace, addressPlacesIn } from './address-places.ts';
import { type Named, serviceNamed } from './addresses.ts';

const SAMPLE = (host: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          env: [{ name: CATALOG_URL, value: "http://${host}.shop.svc.cluster.local:8080" }]
---
apiVersion: v1
kind: Service
metadata: { name: catalog, namespace: shop }
spec: { clusterIP: 10.96.0.20, ports: [{ port: 8080 }] }
`;

/** A name that no Service has does not resolve, which the program notices with its first request. */
export const addressOfNoService: ClusterRule = {
  id: 'address-of-no-service',
  severity: 'error',
  summary:
    'An address in a variable, an argument, a ConfigMap or another object that names a Service which is not there',
  breaks: 'The name does not resolve: the program cannot reach what it needs, and may not even start.',
  pitfalls: ['X-13', 'X-19', 'X-22'],
  failing: SAMPLE('catalogue'),
  passing: SAMPLE('catalog'),
  *judge(state) {
    for (const place of addressPlacesIn(state)) yield* saidOf(state, place);
  },
};

function* saidOf(state: ClusterState, place: AddressPlace): Generator<Said> {
  const { host, resource, path } = place;
  const service = serviceNamed(host, resource.namespace, state.namespaces);
  if (service === undefined || (service.isShort && !isHostName(state, place))) return;
  const target = { group: '', kind: 'Service', namespace: service.namespace, name: service.name };
  const presence = presenceOf(state, target);
  if (presence !== 'missing' && presence !== 'elsewhere') return;
  if (otherHosts(state).has(host)) return;
  const reversed = presenceOf(state, { ...target, namespace: service.name, name: service.namespace });
  const isReversed = !service.isShort && (reversed === 'here' || reversed === 'made');
  const near = nearest(state, service);
  if (presence === 'elsewhere' && near === undefined && !isReversed) return;
  // Of two names with a dot between them only the namespace says that a Service is meant.
  if (!service.isSure && !service.isShort && !isReversed && !state.namespaces.has(service.namespace)) return;
  // A name without a dot is doubted where nothing like it is there.
  const isDoubt = near === undefined && (service.isShort || isAddOnNamespace(service.namespace));
  yield {
    resource,
    path,
    message: `${host} is no Service: there is none of the name ${service.name} in the namespace ${service.namespace}.`,
    fix: isReversed
      ? `Write the name before the namespace: ${service.namespace}.${service.name}.`
      : near === undefined
        ? `Write the name of a Service that is there${listed(state, service.namespace)}.`
        : `Write ${near}, or make the Service ${service.name}.`,
    ...(isDoubt && { severity: 'warning' as const }),
  };
}

/** Values that are no hosts. */
const NO_HOSTS =
  /^(?:localhost|none|null|true|false|auto|default|disabled|enabled|any|all|off|on|self|host|prod|production|staging|development|dev|test|unix|tcp|udp|stdout|stderr|memory|file|s3|example)$/;

/** Whether a name without a dot can only be that of a host in the same namespace. */
function isHostName(state: ClusterState, { host, isHost, text: written, resource }: AddressPlace): boolean {
  if (!isHost || NO_HOSTS.test(host) || !/[a-z]/.test(host)) return false;
  const { namespace } = resource;
  const target = { group: '', kind: 'Service', namespace, name: host };
  if (presenceOf(state, target) !== 'missing') return true;
  // An ExternalName, an alias of the pod, an upstream of the proxy or the pod itself has the name.
  if (new RegExp(`\\b(?:upstream|backend|listen|server_name|hostname)\\s+["']?${host}\\b`).test(written))
    return false;
  return servicesIn(state).has(namespace) && !aliasesIn(state, namespace).has(host);
}

const aliases = remembered((_: ClusterState) => new Map<string, ReadonlySet<string>>());

/** Names by which the pods of a namespace may call themselves. */
function aliasesIn(state: ClusterState, namespace: string): ReadonlySet<string> {
  const known = aliases(state);
  const found =
    known.get(namespace) ??
    new Set(
      state
        .workloadsIn(namespace)
        .flatMap(({ spec, containers, name }) => [
          ...[...places(spec, 'hostAliases[].hostnames[]')].flatMap(({ value }) => text(value) ?? []),
          ...containers.map((container) => container.name),
          name,
          textAt(spec, 'hostname') ?? '',
        ]),
    );
  known.set(namespace, found);
  return found;
}

/** Hosts that the mesh or the DNS has from elsewhere. */
const otherHosts = remembered(
  (state: ClusterState): ReadonlySet<string> =>
    new Set(
      state
        .of('networking.istio.io/ServiceEntry', 'networking.istio.io/VirtualService')
        .flatMap(({ value }) => listAt(value, 'spec', 'hosts').flatMap((host) => text(host) ?? [])),
    ),
);

const servicesIn = remembered((state: ClusterState) => {
  const found = new Map<string, Set<string>>();
  const made = [...allProducts(state)].filter(({ group, kind }) => group === '' && kind === 'Service');
  for (const { namespace, name } of [...state.of('/Service'), ...made]) {
    found.set(namespace, (found.get(namespace) ?? new Set()).add(name));
  }
  return found;
});

/** The name that is meant: one of the namespace, the same in a namespace of nearly that name, or the same in the only other one. */
function nearest(state: ClusterState, { name, namespace, isShort }: Named): string | undefined {
  const own = [...(servicesIn(state).get(namespace) ?? [])];
  const near = nearestName(name, own) ?? (isShort ? own.find((one) => sharesStem(one, name)) : undefined);
  if (near !== undefined) return isShort ? near : `${near}.${namespace}`;
  const others = [...servicesIn(state)].filter(([other, names]) => other !== namespace && names.has(name));
  const meant = nearestName(
    namespace,
    others.map(([other]) => other),
  );
  if (meant !== undefined) return `${name}.${meant}`;
  const [only] = others;
  const isKnown = state.namespaces.has(namespace);
  return others.length === 1 && only !== undefined && isKnown ? `${name}.${only[0]}` : undefined;
}

/** `redis-leader` for `redis-master`. */
function sharesStem(one: string, other: string): boolean {
  const [first = '', ...rest] = one.split('-');
  return rest.length > 0 && first.length > 2 && other.startsWith(`${first}-`);
}

function listed(state: ClusterState, namespace: string): string {
  const names = [...(servicesIn(state).get(namespace) ?? [])];
  return names.length === 0 || names.length > 6 ? '' : ` (${names.join(', ')})`;
}
