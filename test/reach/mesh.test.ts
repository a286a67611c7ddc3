import { describe, expect, test } from 'vitest';
import { explain } from '../../scripts/reach/explain.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from './cluster-of.ts';
import { expectExplained } from './explained.ts';

const IN_MESH = { 'istio-injection': 'enabled' };
const HTTP = [{ containerPort: 8080, name: 'http' }];

/** A shop in the mesh, a client of its own in another namespace of it, and one outside. */
const shop = [
  namespace('shop', IN_MESH),
  namespace('clients', IN_MESH),
  namespace('outside'),
  namespace('istio-system'),
  workload('shop/Deployment/web', {
    labels: { app: 'web' },
    ports: HTTP,
    spec: { serviceAccountName: 'web' },
  }),
  workload('shop/Deployment/cart', {
    labels: { app: 'cart' },
    ports: HTTP,
    spec: { serviceAccountName: 'cart' },
  }),
  workload('clients/Deployment/client', {
    labels: { app: 'client' },
    spec: { serviceAccountName: 'client' },
  }),
  workload('outside/Deployment/legacy', { labels: { app: 'legacy' } }),
];

const authorization = (home: string, name: string, spec?: object): Written => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace: home },
  ...(spec && { spec }),
});
const peerAuthentication = (home: string, spec: object): Written => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: 'default', namespace: home },
  spec,
});
const meshConfig = (mesh: string): Written => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh },
});
const service = (
  path: string,
  port: object = { port: 80, targetPort: 8080 },
  extra: object = {},
): Written => {
  const [home, name] = path.split('/');
  const spec = { selector: { app: name }, ports: [port] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: home, ...extra }, spec };
};
const istio = (kind: string, path: string, spec: object): Written => {
  const [home, name] = path.split('/');
  return { apiVersion: 'networking.istio.io/v1', kind, metadata: { name, namespace: home }, spec };
};

/** Who reaches the cart, and how: `peer ports [conditions]`. */
function callersOfCart(...objects: readonly Written[]): readonly string[] {
  return callersOf('shop/Deployment/cart', ...objects);
}

function callersOf(callee: string, ...objects: readonly Written[]): readonly string[] {
  const reach = new Reach(clusterOf([...shop, ...objects]));
  expectExplained(reach);
  return reach
    .connections()
    .filter(({ to }) => to === callee)
    .map(({ from, ports, conditions }) => [from, ...ports, ...conditions].join(' '));
}

const EVERYBODY = [
  'clients/Deployment/client TCP/8080',
  'outside/Deployment/legacy TCP/8080',
  'shop/Deployment/cart TCP/8080',
  'shop/Deployment/web TCP/8080',
  'world TCP/8080',
];
const MEMBERS = EVERYBODY.filter((line) => !/outside|world/.test(line));
const from = (...principals: readonly string[]) => [{ from: [{ source: { principals } }] }];

describe('AuthorizationPolicy', () => {
  test('nothing is refused where there is none', () => {
    expect(callersOfCart()).toEqual(EVERYBODY);
  });

  test.each([
    ['an empty object allows nobody', undefined, []],
    ['an empty spec allows nobody', {}, []],
    ['an empty rule allows everybody', { rules: [{}] }, EVERYBODY],
    ['DENY without rules denies nobody', { action: 'DENY' }, EVERYBODY],
    ['an empty rule denies everybody', { action: 'DENY', rules: [{}] }, []],
    ['AUDIT refuses nothing', { action: 'AUDIT', rules: [{}] }, EVERYBODY],
    [
      'a principal is that of a service account',
      { rules: from('cluster.local/ns/shop/sa/web') },
      ['shop/Deployment/web TCP/8080'],
    ],
    ['a suffix', { rules: from('*/sa/client') }, ['clients/Deployment/client TCP/8080']],
    [
      'a prefix',
      { rules: from('cluster.local/ns/shop/*') },
      MEMBERS.filter((line) => line.startsWith('shop')),
    ],
    ['any principal', { rules: from('*') }, MEMBERS],
    ['another trust domain', { rules: from('elsewhere/ns/shop/sa/web') }, []],
    [
      'a namespace',
      { rules: [{ from: [{ source: { namespaces: ['clients'] } }] }] },
      ['clients/Deployment/client TCP/8080'],
    ],
    [
      'not a namespace: whoever has no certificate is in none',
      { rules: [{ from: [{ source: { notNamespaces: ['clients'] } }] }] },
      EVERYBODY.filter((line) => !line.startsWith('clients')),
    ],
    [
      'a service account of the own namespace',
      { rules: [{ from: [{ source: { serviceAccounts: ['web'] } }] }] },
      ['shop/Deployment/web TCP/8080'],
    ],
    [
      'a field of one source has to hold with the others',
      { rules: [{ from: [{ source: { namespaces: ['shop'], notPrincipals: ['*/sa/web'] } }] }] },
      ['shop/Deployment/cart TCP/8080'],
    ],
    [
      'another port',
      { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] },
      EVERYBODY.map((line) => line.replace('8080', '9090')),
    ],
    ['not the port', { rules: [{ to: [{ operation: { notPorts: ['8080'] } }] }] }, []],
    [
      'a method is a condition',
      {
        rules: [
          { ...from('*/sa/web')[0], to: [{ operation: { methods: ['GET', 'HEAD'], paths: ['/cart*'] } }] },
        ],
      },
      ['shop/Deployment/web TCP/8080 method GET or HEAD, path /cart*'],
    ],
    [
      'a condition on the source is known',
      { rules: [{ when: [{ key: 'source.namespace', values: ['clients'] }] }] },
      ['clients/Deployment/client TCP/8080'],
    ],
    [
      'a condition on the request is told',
      { rules: [{ when: [{ key: 'request.headers[x-canary]', values: ['true'] }] }] },
      EVERYBODY.map((line) => `${line} request.headers[x-canary] true`),
    ],
  ])('%s', (_, spec, expected) => {
    expect(callersOfCart(authorization('shop', 'policy', spec))).toEqual(expected);
  });

  test('DENY wins over ALLOW, and what it denies of requests is told', () => {
    const allow = authorization('shop', 'allow', { rules: from('*') });
    const deny = (rules: readonly object[]) => authorization('shop', 'deny', { action: 'DENY', rules });
    expect(callersOfCart(allow, deny(from('*/sa/client')))).toEqual(
      MEMBERS.filter((line) => !line.startsWith('clients')),
    );
    expect(callersOfCart(allow, deny([{ to: [{ operation: { paths: ['/admin*'] } }] }]))).toEqual(
      MEMBERS.map((line) => `${line} not path /admin*`),
    );
  });

  describe('what asks for no more than every request has, and what is wholly denied', () => {
    const to = (...operations: readonly object[]) => [{ to: operations.map((operation) => ({ operation })) }];
    const policy = (action: string, rules: readonly object[], name = action.toLowerCase()) =>
      authorization('shop', name, { action, rules });
    const header = (values: readonly string[], field = 'values') => [
      { when: [{ key: 'request.headers[x-team]', [field]: values }] },
    ];

    test.each([
      [{ paths: ['*'] }],
      [{ paths: ['/*'] }],
      [{ methods: ['*'] }],
      [{ hosts: ['*'] }],
      [{ hosts: ['*'], methods: ['*'], paths: ['/*'] }],
      [{ methods: ['GET', '*'] }],
    ])('%j is every request', (operation) => {
      expect(callersOfCart(policy('ALLOW', to(operation)))).toEqual(EVERYBODY);
      expect(callersOfCart(policy('DENY', to(operation)))).toEqual([]);
    });

    test.each([
      [{ notPaths: ['*'] }],
      [{ notMethods: ['*'] }],
      [{ notHosts: ['*'] }],
      [{ paths: ['/admin/x'], notPaths: ['/admin*'] }],
    ])('%j is no request', (operation) => {
      expect(callersOfCart(policy('ALLOW', to(operation)))).toEqual([]);
      expect(callersOfCart(policy('DENY', to(operation)))).toEqual(EVERYBODY);
    });

    test('a header need not be there, so any value of it is a condition', () => {
      const lines = EVERYBODY.map((line) => `${line} request.headers[x-team] *`);
      expect(callersOfCart(policy('ALLOW', header(['*'])))).toEqual(lines);
      expect(callersOfCart(policy('ALLOW', header(['a'])), policy('DENY', header(['*'])))).toEqual([]);
    });

    test.each([
      [{ methods: ['GET'] }, { methods: ['GET'] }],
      [{ methods: ['GET'] }, { methods: ['GET', 'POST'] }],
      [{ methods: ['GET'], paths: ['/cart'] }, { methods: ['GET'] }],
      [{ paths: ['/admin/x'] }, { paths: ['/admin*'] }],
      [{ paths: ['/admin/*'] }, { paths: ['/admin*'] }],
      [{ paths: ['/a/{*}/b'] }, { paths: ['/a/*'] }],
      [{ paths: ['/x/info'] }, { paths: ['*/info'] }],
      [{ hosts: ['*.shop.Example.com'] }, { hosts: ['*.example.com'] }],
      [{ paths: ['/admin'] }, { notPaths: ['/cart*'] }],
      [{ paths: ['/admin*'] }, { notPaths: ['/cart*'] }],
      [{ notPaths: ['/cart*'] }, { notPaths: ['/cart/x'] }],
    ])('ALLOW %j beside DENY %j lets nothing through', (allowed, denied) => {
      expect(callersOfCart(policy('ALLOW', to(allowed)), policy('DENY', to(denied)))).toEqual([]);
    });

    test.each([
      [{ methods: ['GET'] }, { methods: ['GET'], paths: ['/cart'] }],
      [{ paths: ['/admin*'] }, { paths: ['/admin/x'] }],
      [{ paths: ['/admin*'] }, { paths: ['*/info'] }],
      [{ paths: ['/admin'] }, { paths: ['/admin/*'] }],
      [{ paths: ['/cart/x'] }, { notPaths: ['/cart*'] }],
      [{ paths: ['/a/{*}/b'] }, { notPaths: ['/a/x/b'] }],
    ])('ALLOW %j beside DENY %j leaves something', (allowed, denied) => {
      expect(callersOfCart(policy('ALLOW', to(allowed)), policy('DENY', to(denied)))).toHaveLength(5);
    });

    test('several denials close together what none of them closes alone', () => {
      const [get, other] = [to({ methods: ['GET'] }), to({ notMethods: ['GET'] })];
      const both = [policy('DENY', get, 'get'), policy('DENY', other, 'other')];
      expect(callersOfCart(...both)).toEqual([]);
      expect(callersOfCart(policy('ALLOW', to({ methods: ['GET', 'POST'] })), ...both)).toEqual([]);
    });

    test('of several values, those that are denied are not told', () => {
      const allow = policy('ALLOW', to({ methods: ['GET', 'POST'] }));
      expect(callersOfCart(allow, policy('DENY', to({ methods: ['GET'] })))).toEqual(
        EVERYBODY.map((line) => `${line} method POST not method GET`),
      );
    });

    test('an item of a list is not all of it', () => {
      const groups = (field: string) => [{ when: [{ key: 'request.auth.claims[groups]', [field]: ['a'] }] }];
      const admins = [{ when: [{ key: 'request.auth.claims[groups]', values: ['b'] }] }];
      expect(callersOfCart(policy('ALLOW', admins), policy('DENY', groups('notValues')))).toHaveLength(5);
    });
  });

  test('CUSTOM asks somebody else', () => {
    const custom = authorization('shop', 'custom', {
      action: 'CUSTOM',
      provider: { name: 'gate' },
      rules: [{}],
    });
    expect(callersOfCart(custom)).toEqual(EVERYBODY.map((line) => `${line} gate allows the request`));
  });

  test('the root namespace speaks for all, and a selector limits', () => {
    expect(callersOfCart(authorization('istio-system', 'nothing', {}))).toEqual([]);
    const selector = { matchLabels: { app: 'web' } };
    expect(callersOfCart(authorization('istio-system', 'web', { selector }))).toEqual(EVERYBODY);
    expect(callersOf('shop/Deployment/web', authorization('istio-system', 'web', { selector }))).toEqual([]);
    expect(callersOfCart(authorization('clients', 'nothing', {}))).toEqual(EVERYBODY);
  });

  test('aliases of the trust domain are the same, and only in the whole form of a principal', () => {
    const aliases = meshConfig('trustDomain: new\ntrustDomainAliases: [old]');
    const rules = (principal: string) => authorization('shop', 'policy', { rules: from(principal) });
    const web = ['shop/Deployment/web TCP/8080'];
    for (const domain of ['old', 'new', 'cluster.local', '*']) {
      expect(callersOfCart(aliases, rules(`${domain}/ns/shop/sa/web`))).toEqual(web);
    }
    expect(callersOfCart(aliases, rules('old/*'))).toEqual([]);
  });

  test('a port of bytes has no requests: such a rule allows nothing, and denies all', () => {
    const bytes = service('shop/cart', { port: 80, targetPort: 8080, name: 'tcp-cart' });
    const rules = [{ to: [{ operation: { methods: ['GET'] } }] }];
    expect(callersOfCart(bytes, authorization('shop', 'policy', { rules }))).toEqual([]);
    expect(callersOfCart(bytes, authorization('shop', 'policy', { action: 'DENY', rules }))).toEqual([]);
  });

  test('a pod without a proxy is asked by no policy, and UDP passes every proxy', () => {
    const outside = workload('outside/Deployment/plain', { labels: { app: 'plain' }, ports: HTTP });
    expect(
      callersOf('outside/Deployment/plain', outside, authorization('outside', 'nothing', {})),
    ).toHaveLength(6);
    const dns = workload('shop/Deployment/dns', { ports: [{ containerPort: 53, protocol: 'UDP' }, ...HTTP] });
    const callers = callersOf('shop/Deployment/dns', dns, authorization('shop', 'nothing', {}));
    expect(callers).toContain('shop/Deployment/web UDP/53');
  });
});

describe('PeerAuthentication', () => {
  const strict = { mtls: { mode: 'STRICT' } };
  test.each([
    ['of the mesh', peerAuthentication('istio-system', strict), MEMBERS],
    ['of the namespace', peerAuthentication('shop', strict), MEMBERS],
    ['of another namespace', peerAuthentication('clients', strict), EVERYBODY],
    [
      'of the workload, but for a port',
      peerAuthentication('shop', {
        ...strict,
        selector: { matchLabels: { app: 'cart' } },
        portLevelMtls: { 8080: { mode: 'PERMISSIVE' } },
      }),
      EVERYBODY,
    ],
  ])('STRICT %s', (_, policy, expected) => {
    expect(callersOfCart(policy)).toEqual(expected);
  });

  test('without encryption nobody has a principal', () => {
    const plain = peerAuthentication('shop', { mtls: { mode: 'DISABLE' } });
    expect(callersOfCart(plain, authorization('shop', 'policy', { rules: from('*') }))).toEqual([]);
  });
});

describe('Sidecar', () => {
  const only = (...hosts: readonly string[]) =>
    istio('Sidecar', 'clients/default', {
      egress: [{ hosts }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  const reaches = (...objects: readonly Written[]) =>
    new Reach(clusterOf([...shop, ...objects]))
      .connections()
      .filter((each) => each.from === 'clients/Deployment/client')
      .map(({ to, ports, conditions }) => [to, ...ports, ...conditions].join(' '));

  test('REGISTRY_ONLY lets out what it imports, by the ports of Services', () => {
    const services = [service('shop/web'), service('shop/cart')];
    expect(reaches(...services, only('shop/web.shop.svc.cluster.local'))).toEqual([
      'shop/Deployment/web TCP/8080',
    ]);
    expect(reaches(...services, only('shop/*'))).toHaveLength(2);
    expect(reaches(...services, only('~/*'))).toEqual([]);
    expect(reaches(only('*/*'))).toEqual([]);
  });

  test('what is exported to its own namespace is known there alone', () => {
    const hidden = service('shop/web', undefined, { annotations: { 'networking.istio.io/exportTo': '.' } });
    expect(reaches(hidden, only('*/*'))).toEqual([]);
  });

  test('a ServiceEntry opens its port outside, for its host', () => {
    const entry = istio('ServiceEntry', 'clients/api', {
      hosts: ['api.example.com'],
      ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
      resolution: 'DNS',
    });
    expect(reaches(entry, only('./*'))).toEqual(['world TCP/443 host api.example.com']);
  });
});

describe('Gateway', () => {
  const gateway = [
    workload('istio-system/Deployment/gateway', {
      labels: { app: 'gateway', 'sidecar.istio.io/inject': 'true' },
      annotations: { 'inject.istio.io/templates': 'gateway' },
      ports: [{ containerPort: 8443 }],
      spec: { serviceAccountName: 'gateway' },
    }),
    istio('Gateway', 'istio-system/public', {
      selector: { app: 'gateway' },
      servers: [
        { hosts: ['*'], port: { number: 8443, protocol: 'HTTPS', name: 'https' }, tls: { mode: 'SIMPLE' } },
      ],
    }),
    service('shop/web'),
    istio('VirtualService', 'shop/web', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      http: [{ match: [{ uri: { prefix: '/shop' } }], route: [{ destination: { host: 'web' } }] }],
    }),
    peerAuthentication('istio-system', { mtls: { mode: 'STRICT' } }),
  ];

  test('opens what it has a route to, for the host and path of the route', () => {
    const reach = new Reach(clusterOf([...shop, ...gateway]));
    expectExplained(reach);
    const found = reach.connections();
    const own = found.filter(
      (each) => each.from === 'istio-system/Deployment/gateway' && each.to !== each.from,
    );
    expect(own.map(({ to, ports, conditions }) => [to, ...ports, ...conditions].join(' '))).toEqual([
      'shop/Deployment/web TCP/8080 host shop.example.com, path /shop*',
    ]);
    expect(found).toContainEqual(
      expect.objectContaining({ from: 'world', to: 'istio-system/Deployment/gateway', ports: ['TCP/8443'] }),
    );
  });
});

test('a VirtualService that leaves a path to another opens what that one routes to', () => {
  const gateway = workload('istio-system/Deployment/gateway', {
    labels: { app: 'gateway', 'sidecar.istio.io/inject': 'true' },
    annotations: { 'inject.istio.io/templates': 'gateway' },
  });
  const server = { hosts: ['*'], port: { number: 8443, protocol: 'HTTP', name: 'http' } };
  const route = [{ destination: { host: 'cart' } }];
  const objects = [
    gateway,
    istio('Gateway', 'istio-system/public', { selector: { app: 'gateway' }, servers: [server] }),
    service('shop/cart'),
    istio('VirtualService', 'clients/root', {
      hosts: ['shop.example.com'],
      gateways: ['istio-system/public'],
      http: [{ match: [{ uri: { prefix: '/cart' } }], delegate: { name: 'cart', namespace: 'shop' } }],
    }),
    istio('VirtualService', 'shop/cart', { http: [{ match: [{ method: { exact: 'GET' } }], route }] }),
  ];
  expect(callersOfCart(...objects)).toContain(
    'istio-system/Deployment/gateway TCP/8080 host shop.example.com, path /cart*, method GET',
  );
});

describe('what the world reaches through an Ingress or a load balancer is explained as it is listed', () => {
  const admit = (cidr: string) =>
    networkPolicy('shop/cart', {
      podSelector: { matchLabels: { app: 'cart' } },
      ingress: [{ from: [{ ipBlock: { cidr } }] }],
    });
  const backend = { service: { name: 'cart', port: { number: 80 } } };
  const ingress: Written = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'public', namespace: 'shop' },
    spec: {
      rules: ['a', 'b'].map((name) => ({
        host: `${name}.example.com`,
        http: { paths: [{ path: '/', backend }] },
      })),
    },
  };
  const balancer: Written = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'balancer', namespace: 'shop' },
    spec: { type: 'LoadBalancer', selector: { app: 'cart' }, ports: [{ port: 443, targetPort: 8080 }] },
  };
  const IN_THE_CLEAR = peerAuthentication('shop', { mtls: { mode: 'STRICT' } });

  test.each([
    ['an Ingress', [service('shop/cart'), ingress, admit('10.0.0.0/24')], 2],
    ['a load balancer', [balancer, admit('10.0.0.0/24')], 1],
    ['both', [service('shop/cart'), ingress, balancer, admit('10.0.0.0/24')], 3],
    ['nothing that lets it in', [balancer, admit('10.0.0.0/24'), IN_THE_CLEAR], 0],
    ['an open door beside it', [balancer, admit('0.0.0.0/0')], 1],
  ])('%s', (_, objects, ways) => {
    const reach = new Reach(clusterOf([...shop, ...objects]));
    expectExplained(reach);
    const found = explain([reach], ['world', 'shop/Deployment/cart', '8080']);
    expect(found.filter(({ open }) => open)).toHaveLength(ways);
    expect(found.length).toBeGreaterThan(0);
  });
});

test('policies of both kinds have to let a call through', () => {
  const spec = { podSelector: { matchLabels: { app: 'cart' } }, ingress: [{ from: [{ podSelector: {} }] }] };
  const network = networkPolicy('shop/cart', spec);
  expect(
    callersOfCart(network, authorization('shop', 'policy', { rules: from('*/sa/web', '*/sa/client') })),
  ).toEqual(['shop/Deployment/web TCP/8080']);
});

test('where nothing says who is in the mesh, everybody is', () => {
  const objects = shop.filter(({ kind }) => kind !== 'Namespace');
  const policy = authorization('shop', 'policy', { rules: from('cluster.local/ns/shop/sa/web') });
  const found = new Reach(clusterOf([...objects, policy])).connections();
  expect(found.filter(({ to }) => to === 'shop/Deployment/cart').map((each) => each.from)).toEqual([
    'shop/Deployment/web',
  ]);
});
