import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ServiceDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { at, every, listAt, one, textAt } from '../../../manifest-reader.ts';
import { type Ground, renderProduct } from '../../../render-product.ts';
import { openings, PROMETHEUS_READS } from '../../network-openings.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../../workload/declarations.ts';

type Exposes = NonNullable<ServiceDeclaration['exposes']>;

const exposed = (name: string, exposes: Exposes, namespace = 'shop') => web({ name, exposes, namespace });
const namespaces = [
  { name: 'shop', mesh: true },
  { name: 'shop-admin', mesh: true },
] as const;
const two = [
  exposed('front', { host: 'shop' }),
  exposed('admin', { host: 'admin', path: '/admin' }, 'shop-admin'),
  web({ name: 'hidden', port: 7070 }),
  runner(),
];
const rendered = (ground: Ground = {}) => renderProduct({ namespaces, workloads: two }, ground);
const HOSTS = ['admin.japan.example.com', 'shop.japan.example.com'];
const gateway = { namespace: 'istio-system', labels: { app: 'istio-ingressgateway' } };

describe('the public reaches what is exposed, and nothing else (S0-35, S4-166)', () => {
  const objects = rendered();

  test('each layer lets in the same hosts: load balancer, gateway, policy of the gateway, routes', () => {
    expect(listAt(one(objects, 'Ingress'), 'spec.rules').map((rule) => at(rule, 'host'))).toEqual(HOSTS);
    expect(at(one(objects, 'Gateway'), 'spec.servers[0].hosts')).toEqual(['shop-admin/*', 'shop/*']);
    expect(at(one(objects, 'AuthorizationPolicy', 'allow-exposed-hosts'), 'spec.rules')).toEqual([
      { to: [{ operation: { hosts: HOSTS.flatMap((host) => [host, `${host}:*`]), ports: ['443'] } }] },
    ]);
    const routed = every(objects, 'VirtualService').flatMap((service) =>
      listAt(service, 'spec.hosts').filter((host) => String(host).endsWith('.example.com')),
    );
    expect(routed.sort()).toEqual(HOSTS);
  });

  test('routes attach to a gateway that exists, and it takes their host from their namespace (X-7)', () => {
    const gateways = every(objects, 'Gateway').map(
      (found) => `${at(found, 'metadata.namespace')}/${at(found, 'metadata.name')}`,
    );
    const routed = every(objects, 'VirtualService').filter((service) =>
      listAt(service, 'spec.hosts').some((host) => HOSTS.includes(String(host))),
    );
    expect(routed).toHaveLength(2);
    for (const service of routed) {
      const [attached] = listAt(service, 'spec.gateways');
      expect(gateways).toContain(attached);
      const taken = listAt(one(objects, 'Gateway'), 'spec.servers[0].hosts');
      expect(taken).toContain(`${at(service, 'metadata.namespace')}/*`);
    }
    // The names inside the cluster are for callers in the mesh: the gateway has no server for them.
    const inside = every(objects, 'VirtualService').filter((service) => !routed.includes(service));
    expect(inside.map((service) => at(service, 'spec.gateways'))).toEqual([undefined, undefined, undefined]);
  });

  test('the gateway may send to the containers of exposed services, to istiod and to the collector of spans', () => {
    const sent = openings(objects, 'egress', gateway);
    expect(sent).toEqual([
      'istio-system app=istiod TCP 15012',
      'shop app=front TCP 8080',
      'shop-admin app=admin TCP 8080',
      'tracing app.kubernetes.io/name=opentelemetry-collector TCP 4317',
    ]);
  });

  test('a service takes the gateway exactly where the gateway may send to it', () => {
    for (const { name, namespace = 'shop' } of two) {
      const received = openings(objects, 'ingress', { namespace, labels: { app: name, track: 'stable' } });
      expect(received.some((line) => line.includes('istio-ingressgateway'))).toBe(
        name === 'front' || name === 'admin',
      );
    }
  });

  test('the policies find the pods of the gateway', () => {
    for (const path of ['spec.selector.matchLabels']) {
      expect(at(one(objects, 'AuthorizationPolicy', 'allow-exposed-hosts'), path)).toEqual(gateway.labels);
    }
    expect(at(one(objects, 'Gateway'), 'spec.selector')).toEqual(gateway.labels);
  });
});

describe('the load balancer (X-104)', () => {
  const annotationsOf = (cluster: string) => {
    const ingress = one(rendered({ cluster }), 'Ingress');
    return z.record(z.string(), z.string()).parse(at(ingress, 'metadata.annotations'));
  };
  const prefix = 'alb.ingress.kubernetes.io/';

  test('targets that are pods: traffic and health at the ports of the pod, from the subnets of the balancer', () => {
    const annotations = annotationsOf('triptrip-production');
    expect(annotations[`${prefix}target-type`]).toBe('ip');
    expect(annotations[`${prefix}healthcheck-port`]).toBe('15021');
    const received = openings(rendered({ cluster: 'triptrip-production' }), 'ingress', gateway);
    expect(received).toEqual(
      [
        ...['10.16.0.0/24', '10.16.1.0/24', '10.16.2.0/24'].flatMap((cidr) => [
          `${cidr} TCP 443`,
          `${cidr} TCP 15021`,
        ]),
        PROMETHEUS_READS,
      ].sort(),
    );
  });

  test('targets that are nodes: health at the port of the node, and requests have the address of a node (S3-07)', () => {
    const annotations = annotationsOf('prod-japan');
    expect(annotations[`${prefix}target-type`]).toBe('instance');
    expect(annotations[`${prefix}healthcheck-port`]).toBe('30021');
    const received = openings(rendered(), 'ingress', gateway);
    const cidrs = [
      '10.0.0.0/24',
      '10.0.1.0/24',
      '10.0.2.0/24',
      '10.0.32.0/19',
      '10.0.64.0/19',
      '10.0.96.0/19',
    ];
    expect(received).toEqual(
      [...cidrs.flatMap((cidr) => [`${cidr} TCP 443`, `${cidr} TCP 15021`]), PROMETHEUS_READS].sort(),
    );
  });

  test('asks a path that somebody serves', () => {
    expect(annotationsOf('prod-japan')[`${prefix}healthcheck-path`]).toBe('/healthz/ready');
    expect(annotationsOf('prod-japan')[`${prefix}healthcheck-protocol`]).toBe('HTTP');
  });

  test('never serves plain HTTP, and has certificate, web ACL and subnets of its own cluster', () => {
    const japan = annotationsOf('prod-japan');
    expect(JSON.parse(japan[`${prefix}listen-ports`] ?? '')).toEqual([{ HTTP: 80 }, { HTTPS: 443 }]);
    expect(japan[`${prefix}ssl-redirect`]).toBe('443');
    expect(japan[`${prefix}ssl-policy`]).toMatch(/^ELBSecurityPolicy-TLS13-1-2-/);
    const eu = annotationsOf('prod-eu');
    for (const name of ['certificate-arn', 'wafv2-acl-arn', 'subnets', 'security-groups']) {
      expect(japan[prefix + name]).toBeTruthy();
      expect(japan[prefix + name]).not.toBe(eu[prefix + name]);
    }
    expect(japan[`${prefix}certificate-arn`]).toContain(':ap-northeast-1:');
    expect(eu[`${prefix}certificate-arn`]).toContain(':eu-central-1:');
  });

  test('with its own security group the rules of the nodes still follow, or every target is unhealthy', () => {
    expect(annotationsOf('prod-japan')[`${prefix}manage-backend-security-group-rules`]).toBe('true');
  });

  test('stops sending to a target that leaves while that target still answers', () => {
    expect(annotationsOf('prod-japan')[`${prefix}target-group-attributes`]).toBe(
      'deregistration_delay.timeout_seconds=30',
    );
  });

  test('takes a failing zone out, and is not deleted by mistake (S0-87)', () => {
    const attributes = annotationsOf('prod-japan')[`${prefix}load-balancer-attributes`]?.split(',');
    expect(attributes).toContain('zonal_shift.config.enabled=true');
    expect(attributes).toContain('deletion_protection.enabled=true');
    expect(attributes).toContain('routing.http.drop_invalid_header_fields.enabled=true');
  });

  test('sends everything to the gateway, never past the mesh', () => {
    const ingress = one(rendered(), 'Ingress');
    expect(textAt(ingress, 'spec.ingressClassName')).toBe('alb');
    expect(at(ingress, 'metadata.namespace')).toBe('istio-system');
    for (const rule of listAt(ingress, 'spec.rules')) {
      expect(listAt(rule, 'http.paths')).toEqual([
        {
          path: '/',
          pathType: 'Prefix',
          backend: { service: { name: 'istio-ingressgateway', port: { number: 443 } } },
        },
      ]);
    }
  });
});

describe('two services behind one address: which of them answers would be chance', () => {
  const both = (one: Exposes, other: Exposes) =>
    refusal(() => renderProduct({ workloads: [exposed('front', one), exposed('back', other)] }));

  test('one host and no path', () => {
    expect(both({ host: 'shop' }, { host: 'shop' })).toMatch(
      /^(front and back|back and front) are both exposed at https:\/\/shop\.japan\.example\.com\/ on prod-japan\. Give one of them another host or a path outside the other's, or /,
    );
  });

  test('a path inside the other one', () => {
    expect(both({ host: 'shop' }, { host: 'shop', path: '/cart' })).toBe(
      "front and back are both exposed at https://shop.japan.example.com/cart on prod-japan. Give one of them another host or a path outside the other's, or let one answer only some browsers: the same path, and userAgent.",
    );
    expect(both({ host: 'shop', path: '/cart' }, { host: 'shop', path: '/cart/pay' })).toMatch(
      /both exposed/,
    );
    // A prefix of text, as the route compares.
    expect(both({ host: 'shop', path: '/cart' }, { host: 'shop', path: '/carts' })).toMatch(/both exposed/);
  });

  test('another host, or paths beside each other, are well', () => {
    expect(both({ host: 'shop' }, { host: 'cart' })).toBeUndefined();
    expect(both({ host: 'shop', path: '/cart' }, { host: 'shop', path: '/pay' })).toBeUndefined();
  });

  test('a host with two paths is named once to load balancer and gateway', () => {
    const objects = renderProduct({
      workloads: [
        exposed('front', { host: 'shop', path: '/a' }),
        exposed('back', { host: 'shop', path: '/b' }),
      ],
    });
    expect(listAt(one(objects, 'Ingress'), 'spec.rules')).toHaveLength(1);
    expect(at(one(objects, 'Gateway'), 'spec.servers[0].hosts')).toEqual(['shop/*']);
  });

  test('the same host on two clusters is two addresses', () => {
    const hostOn = (cluster: string) => at(one(rendered({ cluster }), 'Ingress'), 'spec.rules[1].host');
    expect([hostOn('prod-japan'), hostOn('prod-eu')]).toEqual([
      'shop.japan.example.com',
      'shop.eu.example.com',
    ]);
  });
});

describe('from the load balancer to the gateway nobody reads along (S3-38)', () => {
  test.each(['prod-japan', 'triptrip-production'])(
    '%s: TLS begins anew, at a listener that has a certificate',
    (cluster) => {
      const objects = rendered({ cluster });
      expect(
        at(one(objects, 'Ingress'), 'metadata.annotations["alb.ingress.kubernetes.io/backend-protocol"]'),
      ).toBe('HTTPS');
      const [server, ...others] = listAt(one(objects, 'Gateway'), 'spec.servers');
      expect(others).toEqual([]);
      expect(at(server, 'port.protocol')).toBe('HTTPS');
      expect(at(server, 'tls.mode')).toBe('SIMPLE');
      const certificate = one(objects, 'Certificate');
      expect(at(server, 'tls.credentialName')).toBe(at(certificate, 'spec.secretName'));
      expect(at(certificate, 'metadata.namespace')).toBe('istio-system');
      expect(at(certificate, 'spec.issuerRef')).toEqual({
        kind: 'Issuer',
        name: at(one(objects, 'Issuer'), 'metadata.name'),
      });
    },
  );

  test('the load balancer names no host when it begins TLS: a listener that wants one would refuse all of it', () => {
    for (const gateway of every(rendered(), 'Gateway')) {
      for (const server of listAt(gateway, 'spec.servers')) {
        for (const host of listAt(server, 'hosts')) expect(host).toMatch(/^[a-z-]+\/\*$/);
      }
    }
  });

  test('two listeners for any host at one port exclude each other, so each entry has one Gateway', () => {
    const ports = every(rendered(), 'Gateway').flatMap((gateway) =>
      listAt(gateway, 'spec.servers').map((server) => at(server, 'port.number')),
    );
    expect(ports).toEqual([...new Set(ports)]);
  });

  test('the certificate is renewed long before it ends', () => {
    const hours = (path: string) => Number.parseInt(textAt(one(rendered(), 'Certificate'), path), 10);
    expect(hours('spec.renewBefore')).toBeGreaterThanOrEqual(14 * 24);
    expect(hours('spec.duration')).toBeGreaterThan(2 * hours('spec.renewBefore'));
  });
});

describe('a cluster where nothing is exposed', () => {
  const objects = renderProduct({ workloads: [web()] });

  test('has no load balancer and no open gateway', () => {
    for (const kind of ['Ingress', 'Gateway']) expect(every(objects, kind)).toEqual([]);
    expect(every(objects, 'AuthorizationPolicy').map((policy) => at(policy, 'metadata.name'))).toEqual([
      'allow-web',
      'allow-nothing',
    ]);
    // By its smoke test alone.
    const web = one(objects, 'AuthorizationPolicy', 'allow-web');
    expect(at(web, 'spec.rules[0].from[0].source.principals')).toEqual([
      'japan.mesh.example.com/ns/shop/sa/web-smoke-test',
    ]);
    expect(openings(objects, 'egress', gateway)).toEqual([
      'istio-system app=istiod TCP 15012',
      'tracing app.kubernetes.io/name=opentelemetry-collector TCP 4317',
    ]);
  });
});

describe('the mesh is closed until a policy opens it (S0-04, S0-05, X-60)', () => {
  const objects = renderProduct({
    namespaces: [
      { name: 'shop', mesh: true },
      { name: 'plain', mesh: false },
    ],
    workloads: [web()],
  });

  test('plain text is refused everywhere', () => {
    const authentications = every(objects, 'PeerAuthentication');
    for (const found of authentications) expect(at(found, 'spec')).toEqual({ mtls: { mode: 'STRICT' } });
    // That of the root namespace holds for the whole mesh (S3-41).
    expect(authentications.map((found) => at(found, 'metadata.namespace'))).toEqual(['istio-system', 'shop']);
  });

  test('in every namespace of the mesh nobody may call anybody; elsewhere the policy would do nothing', () => {
    const closing = every(objects, 'AuthorizationPolicy').filter(
      (policy) => at(policy, 'metadata.name') === 'allow-nothing',
    );
    expect(closing.map((policy) => [at(policy, 'metadata.namespace'), at(policy, 'spec')])).toEqual([
      ['shop', {}],
    ]);
  });
});
