import type { Item } from '../change.ts';
import { typeOf } from '../compare/key.ts';
import { annotationOf, at, listAt, textAt } from '../compare/value.ts';
import type { Surroundings } from '../surroundings.ts';
import { routesOf } from './route-paths.ts';
import { isEdit, judge, type Rule, said, some } from './rule.ts';
import { backendsOf, destinationsOf, subsetUsers } from './users.ts';

const ROUTES =
  /^(?:networking\.k8s\.io\/Ingress|networking\.istio\.io\/(?:VirtualService|Gateway)|gateway\.networking\.k8s\.io\/(?:Gateway|HTTPRoute|GRPCRoute|TLSRoute))$/;

/** The names under which an object is reached, in Ingresses, routes and gateways. */
export function hostsOf(item: Item | undefined): readonly string[] {
  if (item === undefined || !ROUTES.test(typeOf(item))) return [];
  const { value, kind } = item;
  if (kind === 'Ingress') return listAt(value, 'spec.rules').map((rule) => textAt(rule, 'host') ?? '*');
  if (kind === 'VirtualService') return listAt(value, 'spec.hosts').map(String);
  if (kind === 'Gateway') {
    return [
      ...listAt(value, 'spec.servers').flatMap((server) =>
        listAt(server, 'hosts').map((host) => String(host).replace(/^.*\//, '')),
      ),
      ...listAt(value, 'spec.listeners').map((listener) => textAt(listener, 'hostname') ?? '*'),
    ];
  }
  return listAt(value, 'spec.hostnames').map(String);
}

/** Servers of a Gateway that ask for the identity of the mesh, as those for calls out of it and between clusters do. */
function isOfMesh(server: unknown): boolean {
  return /^(?:ISTIO_MUTUAL|AUTO_PASSTHROUGH)$/.test(textAt(server, 'tls.mode') ?? '');
}

/** Whether somebody outside of the cluster comes in by it. */
function isOpenToOutside(item: Item): boolean {
  if (item.kind === 'Ingress') return true;
  const servers = listAt(item.value, 'spec.servers');
  if (item.kind === 'Gateway' && servers.length > 0) return !servers.every(isOfMesh);
  if (item.kind !== 'VirtualService') return true;
  const gateways = listAt(item.value, 'spec.gateways').map(String);
  return gateways.some((gateway) => gateway !== 'mesh');
}

/** Whether the Internet comes in by it: an Ingress may be for a network of its own. */
export function isOnInternet(item: Item): boolean {
  if (item.kind !== 'Ingress') return isOpenToOutside(item);
  const scheme = annotationOf(item.value, 'alb.ingress.kubernetes.io/scheme');
  if (scheme !== undefined) return scheme === 'internet-facing';
  const name =
    textAt(item.value, 'spec.ingressClassName') ??
    annotationOf(item.value, 'kubernetes.io/ingress.class') ??
    '';
  return !/alb|internal|private/.test(name);
}

/** Names that come, and names that go. */
export const hosts: Rule = (change) => {
  const { before, after } = change;
  const item = after ?? before;
  if (item === undefined || !ROUTES.test(typeOf(item)) || after === undefined) return [];
  const [old, now] = [hostsOf(before), hostsOf(after)];
  const come = [...new Set(now.filter((host) => !old.includes(host)))];
  const gone = [...new Set(old.filter((host) => !now.includes(host)))];
  return [
    ...(come.length > 0 && isOpenToOutside(after)
      ? [
          judge(
            'security',
            `${isOnInternet(after) ? 'new on the Internet' : 'new from outside the cluster'}: ${some(come)}`,
          ),
        ]
      : []),
    ...(come.length > 0 && !isOpenToOutside(after)
      ? [judge('routine', `new names within the mesh: ${some(come)}`)]
      : []),
    ...(gone.length > 0 ? [judge('outage', `no longer served: ${some(gone)}`)] : []),
  ];
};

/** Where requests go, path by path. */
export const paths: Rule = (change, trees) => {
  if (!isEdit(change)) return [];
  const { before, after } = change;
  const type = typeOf(after);
  if (
    type !== 'networking.k8s.io/Ingress' &&
    type !== 'networking.istio.io/VirtualService' &&
    !type.startsWith('gateway.networking.k8s.io/')
  )
    return [];
  const [old, now] = [routesOf(before, hostsOf(before)), routesOf(after, hostsOf(after))];
  const hostsNow = hostsOf(after);
  const left = [...old.keys()].filter(
    (route) => !now.has(route) && hostsNow.includes(route.split(' ')[0] ?? ''),
  );
  const others = left.filter((route) => isTaken(route, old, now));
  const gone = left.filter((route) => !others.includes(route));
  const come = [...now.keys()].filter(
    (route) => !old.has(route) && hostsOf(before).includes(route.split(' ')[0] ?? ''),
  );
  const elsewhere = [...now]
    .filter(([route, to]) => old.has(route) && old.get(route) !== to)
    .map(([route, to]) => `${route} → ${to} (was ${old.get(route)})`);
  return [
    ...(gone.length > 0 ? [judge('outage', `no longer served: ${some(gone)}`)] : []),
    ...(come.length > 0
      ? [
          judge(
            isOpenToOutside(after) ? 'security' : 'routine',
            `new ${isOpenToOutside(after) ? 'from outside' : 'in the mesh'}: ${some(come)}`,
          ),
        ]
      : []),
    ...(others.length > 0 ? [judge('routine', `go the way of all other requests: ${some(others)}`)] : []),
    ...(elsewhere.length > 0 ? [judge('routine', `requests go elsewhere: ${some(elsewhere)}`)] : []),
    ...broken(after, trees.after)
      .filter((text) => !broken(before, trees.before).includes(text))
      .map((text) => judge('outage', text)),
  ];
};

/**
 * Whether requests of a narrower route that is gone are taken by a wider one: one of the same path that asks for nothing else,
 * wherever it leads, or one of all paths that leads to the same place.
 */
function isTaken(route: string, old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): boolean {
  const [place = ''] = route.split(' with ');
  const [host = ''] = place.split(' ');
  return (place !== route && now.has(place)) || now.get(`${host} /`) === old.get(route);
}

/** Routes that lead to what the tree does not have. */
function broken(route: Item, tree: Surroundings): readonly string[] {
  const { cluster, namespace } = route;
  if (route.kind === 'Ingress') {
    const services = tree.inNamespace(cluster, namespace, 'Service');
    if (services.length === 0) return [];
    return backendsOf(route).flatMap((backend) => {
      const name = textAt(backend, 'service.name');
      return name === undefined || services.some((service) => service.name === name)
        ? []
        : [`it leads to the Service ${name}, which is not in the tree`];
    });
  }
  if (route.kind !== 'VirtualService') return [];
  const rules = tree.ofKinds(cluster, 'DestinationRule');
  return destinationsOf(route).flatMap(({ host, subset }) => {
    if (typeof subset !== 'string') return [];
    const own = rules.filter(
      ({ value }) => String(at(value, 'spec.host')).split('.')[0] === String(host).split('.')[0],
    );
    const known = own.some(({ value }) =>
      listAt(value, 'spec.subsets').some((each) => at(each, 'name') === subset),
    );
    return known || own.length === 0
      ? []
      : [`it leads to the subset ${subset} of ${String(host)}, which no DestinationRule has`];
  });
}

/** Subsets that go while routes name them, or fit no pod. */
export const subsets: Rule = (change, trees) => {
  if (!isEdit(change) || typeOf(change.after) !== 'networking.istio.io/DestinationRule') return [];
  return change.fields.flatMap(({ shape, before, after, path }) => {
    if (shape === 'spec.host')
      return [judge('outage', `it holds for another host: ${said(before)} → ${said(after)}`)];
    if (shape === 'spec.subsets' || (shape === 'spec.subsets[]' && after === undefined)) {
      const names = (Array.isArray(before) ? before : [before])
        .flatMap((each) => textAt(each, 'name') ?? [])
        .filter(
          (name) => !listAt(change.after.value, 'spec.subsets').some((each) => at(each, 'name') === name),
        );
      if (names.length === 0) return [];
      const users = subsetUsers(change.before, trees.after, names);
      return [
        users.length > 0
          ? judge(
              'outage',
              `the subset ${some(names)} is gone, which ${some(users)} still use${users.length === 1 ? 's' : ''}`,
            )
          : judge('routine', `the subset ${some(names)} is gone, which no route uses`),
      ];
    }
    if (shape.startsWith('spec.subsets[].labels'))
      return [judge('outage', `a subset is other pods: ${path} ${said(before)} → ${said(after)}`)];
    return [];
  });
};
