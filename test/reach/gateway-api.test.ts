import { describe, expect, test } from 'vitest';
import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from './cluster-of.ts';
import { expectExplained } from './explained.ts';
import { authorization, peerAuthentication, service } from './mesh/shop.ts';

const API = 'gateway.networking.k8s.io';
const api = (kind: string, path: string, spec: object, version = 'v1'): Written => {
  const [home, name] = path.split('/');
  return { apiVersion: `${API}/${version}`, kind, metadata: { name, namespace: home }, spec };
};

interface Parts {
  readonly className: string;
  readonly listener: object;
  readonly allowed: object;
  readonly kind: string;
  readonly parent: object;
  readonly hostnames: readonly string[] | undefined;
  readonly rule: object;
  readonly backend: object;
  readonly more: readonly Written[];
}

const parts: Parts = {
  className: 'istio',
  listener: { name: 'http', port: 8080, protocol: 'HTTP', hostname: '*.example.com' },
  allowed: { from: 'All' },
  kind: 'HTTPRoute',
  parent: { name: 'public', namespace: 'edge' },
  hostnames: ['shop.example.com'],
  rule: { matches: [{ path: { type: 'PathPrefix', value: '/cart' }, method: 'GET' }] },
  backend: { name: 'cart', port: 80 },
  more: [],
};

/** Who comes to the cart through a Gateway of another namespace. */
function callers(changed: Partial<Parts>): readonly string[] {
  const { className, listener, allowed, kind, parent, hostnames, rule, backend, more } = {
    ...parts,
    ...changed,
  };
  const listeners = [{ ...listener, allowedRoutes: { namespaces: allowed } }];
  const objects = [
    namespace('shop', { team: 'shop' }),
    namespace('edge'),
    workload('shop/Deployment/cart', { labels: { app: 'cart' }, ports: [{ containerPort: 8080 }] }),
    service('shop/cart'),
    networkPolicy('shop/cart', {
      podSelector: { matchLabels: { app: 'cart' } },
      ingress: [
        {
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } },
            { ipBlock: { cidr: '10.0.0.0/24' } },
          ],
        },
      ],
    }),
    api('Gateway', 'edge/public', { gatewayClassName: className, listeners }),
    api(kind, 'shop/cart', {
      parentRefs: [parent],
      ...(hostnames && { hostnames }),
      rules: [{ ...rule, backendRefs: [backend] }],
    }),
    ...more,
  ];
  const reach = new Reach(clusterOf(objects));
  expectExplained(reach);
  return reach
    .connections()
    .filter(({ to, from }) => to === 'shop/Deployment/cart' && (from === 'world' || from.startsWith('edge/')))
    .map(({ from, ports, conditions }) => [from, ...ports, ...conditions].join(' '));
}

const OPEN = 'edge/Deployment/public-istio TCP/8080 host shop.example.com, path /cart*, method GET';

describe('a Gateway that Istio serves', () => {
  test('has pods of its own, which open what its routes lead to', () => {
    expect(callers({})).toEqual([OPEN]);
  });

  test.each<[string, Partial<Parts>]>([
    ['a listener that takes routes of its own namespace alone', { allowed: { from: 'Same' } }],
    [
      'a listener for other namespaces',
      { allowed: { from: 'Selector', selector: { matchLabels: { team: 'other' } } } },
    ],
    ['a route to another Gateway', { parent: { name: 'other', namespace: 'edge' } }],
    ['a route to a Gateway of its own namespace', { parent: { name: 'public' } }],
    ['another section', { parent: { name: 'public', namespace: 'edge', sectionName: 'https' } }],
    ['another port', { parent: { name: 'public', namespace: 'edge', port: 443 } }],
    ['hosts that are not those of the listener', { hostnames: ['shop.example.org'] }],
    ['a kind that is not for the protocol', { kind: 'TCPRoute' }],
    ['a Service that is not there', { backend: { name: 'nothing', port: 80 } }],
    ['a port that the Service has not', { backend: { name: 'cart', port: 81 } }],
  ])('opens nothing with %s', (_, changed) => {
    expect(callers(changed)).toEqual([]);
  });

  test.each<[string, Partial<Parts>, string]>([
    [
      'namespaces by their labels',
      { allowed: { from: 'Selector', selector: { matchLabels: { team: 'shop' } } } },
      OPEN,
    ],
    [
      'its own listener',
      { parent: { name: 'public', namespace: 'edge', sectionName: 'http', port: 8080 } },
      OPEN,
    ],
    [
      'the hosts of the listener where it says none',
      { hostnames: undefined },
      OPEN.replace('shop.example', '*.example'),
    ],
    [
      'every request where it asks for none',
      { rule: {}, listener: { name: 'http', port: 80, protocol: 'HTTP' }, hostnames: undefined },
      'edge/Deployment/public-istio TCP/8080',
    ],
    [
      'connections',
      {
        kind: 'TCPRoute',
        listener: { name: 'tcp', port: 80, protocol: 'TCP' },
        rule: {},
        hostnames: undefined,
      },
      'edge/Deployment/public-istio TCP/8080',
    ],
    [
      'methods of gRPC',
      { kind: 'GRPCRoute', rule: { matches: [{ method: { service: 'shop.Cart', method: 'Get' } }] } },
      'edge/Deployment/public-istio TCP/8080 host shop.example.com, path /shop.Cart/Get',
    ],
  ])('opens %s', (_, changed, expected) => {
    expect(callers(changed)).toEqual([expected]);
  });

  test('policies know it by its account, and NetworkPolicies by its label', () => {
    const mesh = [
      namespace('shop', { team: 'shop', 'istio-injection': 'enabled' }),
      peerAuthentication('shop', { mtls: { mode: 'STRICT' } }),
    ];
    const by = (name: string) =>
      authorization('shop', 'cart', {
        rules: [{ from: [{ source: { principals: [`cluster.local/ns/edge/sa/${name}`] } }] }],
      });
    expect(callers({ more: [...mesh, by('public-istio')] })).toEqual([OPEN]);
    expect(callers({ more: [...mesh, by('default')] })).toEqual([]);
    const shut = networkPolicy('edge/shut', {
      podSelector: { matchLabels: { [`${API}/gateway-name`]: 'public' } },
      policyTypes: ['Egress'],
    });
    expect(callers({ more: [shut] })).toEqual([]);
  });
});

test('a backend in another namespace needs a grant of that', () => {
  const elsewhere = {
    parent: { name: 'public', namespace: 'edge' },
    backend: { name: 'cart', namespace: 'shop', port: 80 },
  };
  const route = (more: readonly Written[]) =>
    callers({
      ...elsewhere,
      parent: { name: 'nobody' },
      more: [
        api('HTTPRoute', 'edge/cart', {
          parentRefs: [{ name: 'public' }],
          rules: [{ backendRefs: [elsewhere.backend] }],
        }),
        ...more,
      ],
    });
  const grant = (home: string, name?: string) =>
    api(
      'ReferenceGrant',
      'shop/from-edge',
      {
        from: [{ group: API, kind: 'HTTPRoute', namespace: home }],
        to: [{ group: '', kind: 'Service', ...(name && { name }) }],
      },
      'v1beta1',
    );
  expect(route([])).toEqual([]);
  expect(route([grant('edge')])).toHaveLength(1);
  expect(route([grant('edge', 'cart')])).toHaveLength(1);
  expect(route([grant('edge', 'web')])).toEqual([]);
  expect(route([grant('other')])).toEqual([]);
});

describe('a Gateway that somebody else serves', () => {
  test('is a way of the world, as an Ingress is', () => {
    expect(callers({ className: 'nginx' })).toEqual([
      'world TCP/8080 host shop.example.com, path /cart, through Gateway edge/public',
    ]);
    expect(callers({ className: 'nginx', allowed: { from: 'Same' } })).toEqual([]);
  });

  test('a class says who serves it', () => {
    const istio: Written = {
      apiVersion: `${API}/v1`,
      kind: 'GatewayClass',
      metadata: { name: 'edge' },
      spec: { controllerName: 'istio.io/gateway-controller' },
    };
    expect(callers({ className: 'edge', more: [istio] })).toEqual([
      OPEN.replace('public-istio', 'public-edge'),
    ]);
  });
});
