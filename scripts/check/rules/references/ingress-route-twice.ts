import type { ClusterRule } from '../../rule.ts';
import { listAt, numberAt, type Path, textAt } from '../../state/read.ts';
import { type Resource, titleOf } from '../../state/resource.ts';

const ingress = (name: string, path: string) => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: ${path}, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }] }
`;

/** A controller takes one of two equal rules, mostly the older one. */
export const ingressRouteTwice: ClusterRule = {
  id: 'ingress-route-twice',
  severity: 'error',
  summary: 'Two rules of Ingresses of one class for one host and path',
  breaks: 'One of the backends gets no request; which one, the age of the objects decides.',
  failing: ingress('web', '/') + ingress('shop', '/'),
  passing: ingress('web', '/') + ingress('shop', '/shop'),
  *judge(state) {
    const routes = new Map<string, Route>();
    for (const route of state.of('networking.k8s.io/Ingress').flatMap(routesOf)) {
      const first = routes.get(route.key);
      if (first === undefined) {
        routes.set(route.key, route);
        continue;
      }
      yield {
        resource: route.resource,
        path: route.path,
        message: `${titleOf(first.resource)} has ${route.what} already, for ${first.backend}.`,
        fix: 'Take one of the two rules out, or write another path.',
      };
    }
  },
};

interface Route {
  readonly key: string;
  readonly what: string;
  readonly backend: string;
  readonly resource: Resource;
  readonly path: Path;
}

function routesOf(resource: Resource): readonly Route[] {
  const { value, annotations } = resource;
  // A canary is the second of two on purpose.
  if (annotations['nginx.ingress.kubernetes.io/canary'] === 'true') return [];
  const className =
    textAt(value, 'spec', 'ingressClassName') ?? annotations['kubernetes.io/ingress.class'] ?? '';
  const group = annotations['alb.ingress.kubernetes.io/group.name'];
  // Each Ingress of this class has a load balancer of its own, unless they are in one group, where an order may be meant.
  const own =
    className === 'alb' || className.startsWith('gce')
      ? (group ?? `${resource.namespace}/${resource.name}`)
      : '';
  const conditions = Object.entries(annotations).filter(([key]) =>
    /\/(?:conditions\.|group\.order)/.test(key),
  );
  return listAt(value, 'spec', 'rules').flatMap((rule, index) =>
    listAt(rule, 'http', 'paths').flatMap((each, position): Route[] => {
      const backend = textAt(each, 'backend', 'service', 'name') ?? '';
      // An action stands beside the backends and passes on to them.
      if (textAt(each, 'backend', 'service', 'port', 'name') === 'use-annotation') return [];
      const host = textAt(rule, 'host') ?? '*';
      const path = textAt(each, 'path') ?? '/';
      const type = textAt(each, 'pathType') ?? '';
      return [
        {
          key: JSON.stringify([className, own, host, path, type, conditions]),
          what: `${host}${path}`,
          backend: `${backend}:${String(numberAt(each, 'backend', 'service', 'port', 'number') ?? textAt(each, 'backend', 'service', 'port', 'name') ?? '')}`,
          resource,
          path: ['spec', 'rules', index, 'http', 'paths', position],
        },
      ];
    }),
  );
}
