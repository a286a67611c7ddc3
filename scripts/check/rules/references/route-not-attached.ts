import { didYouMean } from '../../../../clusters/nearest-name.ts';
import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, numberAt, type Path, text, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';
import { selects } from '../../state/selects.ts';

const SAMPLE = (host: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: "*.example.com" }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [${host}]
`;

const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map(
  (kind) => `gateway.networking.k8s.io/${kind}`,
);

/** A Gateway takes a route by one of its listeners, or not at all. */
export const routeNotAttached: ClusterRule = {
  id: 'route-not-attached',
  severity: 'error',
  summary:
    'A route of the Gateway API that no listener of its Gateway takes, or that leads into another namespace without a grant',
  breaks:
    'The route is not accepted, and requests get 404; or its references are not permitted, and they get 500.',
  failing: SAMPLE('shop.example.org'),
  passing: SAMPLE('shop.example.com'),
  *judge(state) {
    for (const resource of state.of(...ROUTES)) {
      for (const [index, parent] of listAt(resource.value, 'spec', 'parentRefs').entries()) {
        const kind =
          textAt(parent, 'kind') ??
          byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.parentRefs[].kind');
        const namespace = textAt(parent, 'namespace') ?? resource.namespace;
        const gateway = state.find(
          'gateway.networking.k8s.io/Gateway',
          namespace,
          textAt(parent, 'name') ?? '',
        );
        if (kind === 'Gateway' && gateway !== undefined) {
          yield* judgeParent(state, resource, parent, ['spec', 'parentRefs', index], gateway);
        }
      }
      yield* judgeGrants(state, resource);
    }
  },
};

function* judgeParent(
  state: ClusterState,
  route: Resource,
  parent: unknown,
  path: Path,
  gateway: Resource,
): Generator<Said> {
  const all = listAt(gateway.value, 'spec', 'listeners');
  const section = textAt(parent, 'sectionName');
  const port = numberAt(parent, 'port');
  const named = all.filter((each) => section === undefined || textAt(each, 'name') === section);
  const listeners = named.filter((each) => port === undefined || numberAt(each, 'port') === port);
  if (all.length === 0) return;
  if (listeners.length === 0) {
    const names = all.flatMap((each) => textAt(each, 'name') ?? []);
    const isSection = named.length === 0;
    yield {
      resource: route,
      path: [...path, isSection ? 'sectionName' : 'port'],
      message: `${titleOf(gateway)} has no listener ${isSection ? section : `at port ${port}`}; it has ${names.join(', ') || 'none'}.`,
      fix: `Write a listener that is there${isSection ? didYouMean(section ?? '', names) : ''}.`,
    };
    return;
  }
  const admitting = listeners.filter((each) => admits(state, each, gateway, route));
  if (admitting.length === 0) {
    yield {
      resource: route,
      path,
      message: `No listener of ${titleOf(gateway)} takes routes of the namespace ${route.namespace}.`,
      fix: 'Write allowedRoutes.namespaces at the listener, or move the route.',
    };
    return;
  }
  const hosts = listAt(route.value, 'spec', 'hostnames').flatMap((host) => text(host) ?? []);
  if (hosts.length === 0) return;
  const served = admitting.map((each) => textAt(each, 'hostname') ?? '*');
  if (hosts.some((host) => served.some((one) => meets(host, one)))) return;
  yield {
    resource: route,
    path: ['spec', 'hostnames'],
    message: `No listener of ${titleOf(gateway)} serves ${hosts.join(', ')}; they serve ${served.join(', ')}.`,
    fix: 'Write a host that a listener serves, or add it to the Gateway.',
  };
}

function admits(state: ClusterState, listener: unknown, gateway: Resource, route: Resource): boolean {
  const kinds = listAt(listener, 'allowedRoutes', 'kinds');
  if (kinds.length > 0 && !kinds.some((each) => textAt(each, 'kind') === route.kind)) return false;
  const from =
    textAt(listener, 'allowedRoutes', 'namespaces', 'from') ??
    byDefault('gateway.networking.k8s.io/Gateway', 'spec.listeners[].allowedRoutes.namespaces.from');
  if (from === 'Same') return gateway.namespace === route.namespace;
  if (from !== 'Selector') return from === 'All';
  const namespace = state.namespaces.get(route.namespace);
  // Labels of a namespace that the tree does not make are not known.
  if (namespace?.resource === undefined) return true;
  return selects(at(listener, 'allowedRoutes', 'namespaces', 'selector'), namespace.labels);
}

function meets(one: string, other: string): boolean {
  if (one === other || one === '*' || other === '*') return true;
  const isIn = (host: string, pattern: string) => pattern.startsWith('*.') && host.endsWith(pattern.slice(1));
  return isIn(one, other) || isIn(other, one);
}

function* judgeGrants(state: ClusterState, route: Resource): Generator<Said> {
  for (const [index, rule] of listAt(route.value, 'spec', 'rules').entries()) {
    for (const [position, backend] of listAt(rule, 'backendRefs').entries()) {
      const namespace = textAt(backend, 'namespace') ?? route.namespace;
      const kind =
        textAt(backend, 'kind') ??
        byDefault('gateway.networking.k8s.io/HTTPRoute', 'spec.rules[].backendRefs[].kind');
      if (namespace === route.namespace || !state.namespaces.has(namespace)) continue;
      if (isGranted(state, route, namespace, kind, textAt(backend, 'name') ?? '')) continue;
      // Without anything else of it the tree need not have the grants of the namespace.
      if (state.workloadsIn(namespace).length === 0) continue;
      yield {
        resource: route,
        path: ['spec', 'rules', index, 'backendRefs', position, 'namespace'],
        message: `No ReferenceGrant in the namespace ${namespace} permits ${route.kind}s of ${route.namespace} to lead to a ${kind} there: requests get 500.`,
        fix: `Add a ReferenceGrant to ${namespace}, from ${route.kind} in ${route.namespace} to ${kind}.`,
      };
    }
  }
}

function isGranted(
  state: ClusterState,
  route: Resource,
  namespace: string,
  kind: string,
  name: string,
): boolean {
  return state
    .of('gateway.networking.k8s.io/ReferenceGrant')
    .filter((grant) => grant.namespace === namespace)
    .some(({ value }) => {
      const from = listAt(value, 'spec', 'from').some(
        (each) => textAt(each, 'kind') === route.kind && textAt(each, 'namespace') === route.namespace,
      );
      const to = listAt(value, 'spec', 'to').some(
        (each) => textAt(each, 'kind') === kind && (textAt(each, 'name') ?? name) === name,
      );
      return from && to;
    });
}
