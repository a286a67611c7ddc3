import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeBetween, changeOfCluster } from '../../scripts/reach/against.ts';
import { Reach } from '../../scripts/reach/reach.ts';
import { touchedBetween } from '../../scripts/reach/touched.ts';
import { clusterOf, namespace, networkPolicy, type Written, workload } from './cluster-of.ts';
import { authorization, istio, peerAuthentication, service } from './mesh/shop.ts';
import { type RandomMesh, randomMesh } from './random-mesh.ts';
import { NAMESPACES, type RandomCluster, randomCluster } from './random-policies.ts';
import { reachOfMesh } from './reach-of-mesh.ts';

/** What a cluster may have besides pods and policies, of which either state may have a part. */
const REST: readonly Written[] = [
  authorization('one', 'from-two', { rules: [{ from: [{ source: { namespaces: ['two'] } }] }] }),
  peerAuthentication('three', { mtls: { mode: 'STRICT' } }),
  service('one/pod-0'),
  service('two/pod-1', { port: 80 }, { annotations: { a: 'b' } }),
  istio('Sidecar', 'two/default', { egress: [{ hosts: ['./*'] }] }),
  istio('ServiceEntry', 'two/outside', {
    hosts: ['outside.example.com'],
    ports: [{ number: 9000, name: 'tcp', protocol: 'TCP' }],
    resolution: 'DNS',
  }),
  istio('VirtualService', 'two/instead', {
    hosts: ['pod-1.two.svc.cluster.local'],
    http: [{ route: [{ destination: { host: 'pod-0.one.svc.cluster.local' } }] }],
  }),
  istio('Gateway', 'one/door', {
    selector: { app: 'a' },
    servers: [{ port: { number: 8080, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
  istio('VirtualService', 'one/through', {
    hosts: ['*'],
    gateways: ['door'],
    http: [{ route: [{ destination: { host: 'pod-1.two.svc.cluster.local' } }] }],
  }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'open', namespace: 'one' },
    spec: { type: 'LoadBalancer', selector: { app: 'a' }, ports: [{ port: 80 }, { port: 8080 }] },
  },
];

function reachOf({ namespaces, pods, policies }: RandomCluster, rest: readonly boolean[]): Reach {
  return new Reach(
    clusterOf([
      ...NAMESPACES.map((name, at) => namespace(name, namespaces[at])),
      ...pods.map(({ kind, name, namespace: home, labels, hostNetwork, ports }) =>
        workload(`${home}/${kind}/${name}`, {
          labels: { ...labels, app: 'a' },
          ports,
          spec: { hostNetwork },
        }),
      ),
      ...policies.map(({ metadata, spec }) => networkPolicy(`${metadata.namespace}/${metadata.name}`, spec)),
      ...REST.filter((_, at) => rest[at]),
    ]),
  );
}

const parts = fc.array(fc.boolean(), { minLength: REST.length, maxLength: REST.length });

/** A cluster before and after a change, of which most leave something as it was. */
const change = fc
  .record({
    one: randomCluster,
    other: randomCluster,
    rest: parts,
    others: fc.uniqueArray(fc.nat(REST.length - 1), { maxLength: 2 }),
    kept: fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }),
  })
  .map(({ one, other, rest, others, kept }) => {
    const [labels, pods, objects, ...policies] = kept;
    const [first, second, third, fourth] = one.policies;
    const choose = <Value>(at: number, own: Value, changed: Value): Value => (policies[at] ? own : changed);
    const after: RandomCluster = {
      namespaces: labels ? one.namespaces : other.namespaces,
      pods: pods || kept[8] ? one.pods : other.pods,
      policies: [
        choose(0, first, other.policies[0]),
        choose(1, second, other.policies[1]),
        choose(2, third, other.policies[2]),
        choose(3, fourth, other.policies[3]),
      ],
    };
    return {
      before: [one, rest] as const,
      after: [after, objects ? rest : rest.map((there, at) => there !== others.includes(at))] as const,
    };
  });

/** A mesh before and after a change of some of its parts. */
const changeOfMesh = fc
  .record({
    one: randomMesh,
    other: randomMesh,
    kept: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    keepsPods: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
  })
  .map(({ one, other, kept, keepsPods }) => {
    const choose = <Value>(at: number, own: Value, changed: Value): Value => (kept[at] ? own : changed);
    const after: RandomMesh = {
      pods: keepsPods ? one.pods : other.pods,
      authorizations: choose(0, one.authorizations, other.authorizations),
      authentications: choose(1, one.authentications, other.authentications),
      services: choose(2, one.services, other.services),
      sidecars: choose(3, one.sidecars, other.sidecars),
      rules: choose(4, one.rules, other.rules),
    };
    return { before: one, after };
  });

const pods = ['a', 'b', 'c'].map((app) => workload(`one/Deployment/${app}`, { labels: { app } }));

/** A mesh in which proxies let out what they know alone: pods, a gateway, and a Sidecar that knows one host that nobody serves. */
const closedMesh: readonly Written[] = [
  namespace('one', { 'istio-injection': 'enabled' }),
  ...['a', 'b'].map((app) =>
    workload(`one/Deployment/${app}`, { labels: { app }, ports: [{ containerPort: 80 }] }),
  ),
  workload('one/Deployment/door', { labels: { app: 'door' }, ports: [{ containerPort: 80 }] }),
  service('one/b', { port: 80 }),
  istio('Gateway', 'one/door', {
    selector: { app: 'door' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  }),
  istio('Sidecar', 'one/a', {
    workloadSelector: { labels: { app: 'a' } },
    egress: [{ hosts: ['*/known.example.com'] }],
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
  }),
];
const toB = [{ route: [{ destination: { host: 'b.one.svc.cluster.local' } }] }];
const through = istio('VirtualService', 'one/through', { hosts: ['*'], gateways: ['door'], http: toB });
const instead = istio('VirtualService', 'one/instead', { hosts: ['known.example.com'], http: toB });
const outside = istio('ServiceEntry', 'one/outside', {
  hosts: ['known.example.com'],
  ports: [{ number: 443, name: 'tls', protocol: 'TLS' }],
  resolution: 'DNS',
});

function ofOneSidecar(home: string): Reach {
  const spec = { workloadSelector: { labels: { app: 'a' } }, egress: [{ hosts: [`${home}/*`] }] };
  return new Reach(clusterOf([namespace('one'), ...pods, istio('Sidecar', 'one/a', spec)]));
}

function ofOnePolicy(home: string): Reach {
  const selector = { matchLabels: { app: 'a' } };
  const rules = [{ from: [{ source: { namespaces: [home] } }] }];
  return new Reach(clusterOf([namespace('one'), ...pods, authorization('one', 'a', { selector, rules })]));
}

describe('what a change opens and closes', () => {
  test('is the same, whether untouched endpoints are looked at or not', () => {
    let shortCuts = 0;
    fc.assert(
      fc.property(change, ({ before, after }) => {
        const [one, other] = [reachOf(...before), reachOf(...after)];
        if (touchedBetween(one, other) !== undefined) shortCuts++;
        expect(changeOfCluster(one, other)).toEqual(changeBetween(one.connections(), other.connections()));
      }),
      { numRuns: Number(process.env.REACH_RUNS ?? 300) },
    );
    expect(shortCuts).toBeGreaterThan(0);
  });

  test('is the same in a mesh, whatever of it has changed', () => {
    let shortCuts = 0;
    fc.assert(
      fc.property(changeOfMesh, ({ before, after }) => {
        const [one, other] = [reachOfMesh(before), reachOfMesh(after)];
        if (touchedBetween(one, other) !== undefined) shortCuts++;
        expect(changeOfCluster(one, other)).toEqual(changeBetween(one.connections(), other.connections()));
      }),
      { numRuns: Number(process.env.REACH_RUNS ?? 300) },
    );
    expect(shortCuts).toBeGreaterThan(0);
  });

  test.each([
    ['a Sidecar', 'egress', ['one/Deployment/a'], ofOneSidecar],
    ['an AuthorizationPolicy', 'ingress', ['one/Deployment/a'], ofOnePolicy],
  ] as const)('of %s, its own pods alone are touched', (_, direction, expected, stateOf) => {
    const [before, after] = [stateOf('one'), stateOf('two')];
    const touched = touchedBetween(before, after);
    const names = [...(touched?.[direction] ?? [])].map((at) => before.endpoints[at]?.peer);
    const others = touched?.[direction === 'egress' ? 'ingress' : 'egress'];
    expect([names, others?.size]).toEqual([expected, 0]);
  });

  test.each([
    ['a route of a gateway', through],
    ['a route within the mesh', instead],
    ['a host outside', outside],
  ])('of %s, what it opens is found', (_, object) => {
    const [one, other] = [[], [object]].map((more) => new Reach(clusterOf([...closedMesh, ...more])));
    if (one === undefined || other === undefined) throw new Error('There are two states.');
    const change = changeOfCluster(one, other);
    expect(change).toEqual(changeBetween(one.connections(), other.connections()));
    expect(change.opened).not.toEqual([]);
  });

  test('of policies and labels alone, endpoints that none of them is about are left alone', () => {
    const state = (port: number, labels: Readonly<Record<string, string>>) =>
      new Reach(
        clusterOf([
          namespace('one', labels),
          ...['a', 'b', 'c'].map((app) => workload(`one/Deployment/${app}`, { labels: { app } })),
          networkPolicy('one/a', {
            podSelector: { matchLabels: { app: 'a' } },
            ingress: [{ ports: [{ port }] }],
          }),
        ]),
      );
    const [before, after] = [state(80, {}), state(81, { team: 'x' })];
    const touched = touchedBetween(before, after);
    const names = [...(touched?.ingress ?? [])].map((at) => before.endpoints[at]?.peer);
    expect([names, touched?.egress.size]).toEqual([['one/Deployment/a'], 0]);
  });
});
