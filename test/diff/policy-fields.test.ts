import { describe, expect, test } from 'vitest';
import { told } from './changed.ts';

type Part = Readonly<Record<string, unknown>>;

const PODS = `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: shop}, spec: {selector: {matchLabels: {app: api}},
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: app, image: x, ports: [{containerPort: 8080}]}]}}}}`;

const mesh = (action: string) => (rule: Part) =>
  policy('security.istio.io/v1', 'AuthorizationPolicy', {
    selector: { matchLabels: { app: 'api' } },
    action,
    rules: [rule],
  });
const network = (direction: 'ingress' | 'egress') => (rule: Part) =>
  policy('networking.k8s.io/v1', 'NetworkPolicy', {
    podSelector: { matchLabels: { app: 'api' } },
    policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
    [direction]: [rule],
  });

function policy(apiVersion: string, kind: string, spec: object): string {
  return JSON.stringify({ apiVersion, kind, metadata: { name: 'p', namespace: 'shop' }, spec });
}

/** Each field with two of its values, and what the rule asks for besides. */
const SOURCES: readonly (readonly [field: string, one: string, other: string])[] = [
  ['principals', 'cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/admin'],
  ['requestPrincipals', 'issuer.example.com/one', 'issuer.example.com/other'],
  ['namespaces', 'front', 'back'],
  ['ipBlocks', '10.0.0.0/8', '192.168.0.0/16'],
  ['remoteIpBlocks', '198.51.100.0/24', '203.0.113.0/24'],
  ['serviceAccounts', 'shop/web', 'shop/admin'],
];
const OPERATIONS: typeof SOURCES = [
  ['ports', '8080', '9090'],
  ['methods', 'GET', 'DELETE'],
  ['paths', '/orders', '/admin'],
  ['hosts', 'a.example.com', 'b.example.com'],
];
const KEYS: typeof SOURCES = [
  ['request.headers[x-team]', 'red', 'blue'],
  ['request.auth.claims[iss]', 'one', 'other'],
  ['source.namespace', 'front', 'back'],
  ['destination.port', '8080', '9090'],
];

const negated = (fields: typeof SOURCES) =>
  fields.map(
    ([field, one, other]) => [`not${field[0]?.toUpperCase()}${field.slice(1)}`, one, other] as const,
  );

interface Kind {
  readonly field: string;
  readonly one: string;
  readonly other: string;
  /** The rule with some values of the field; none leaves it out. */
  readonly rule: (values: readonly string[]) => Part;
}

const kinds: readonly Kind[] = [
  ...[...SOURCES, ...negated(SOURCES)].map(([field, one, other]): Kind => {
    const rule = (values: readonly string[]) => ({
      ...(values.length > 0 && { from: [{ source: { [field]: values } }] }),
      to: [{ operation: { methods: ['GET'] } }],
    });
    return { field, one, other, rule };
  }),
  ...[...OPERATIONS, ...negated(OPERATIONS)].map(([field, one, other]): Kind => {
    const rule = (values: readonly string[]) => ({
      from: [{ source: { namespaces: ['front'] } }],
      ...(values.length > 0 && { to: [{ operation: { [field]: values } }] }),
    });
    return { field, one, other, rule };
  }),
  ...KEYS.flatMap(([key, one, other]) =>
    ['values', 'notValues'].map((list): Kind => {
      const rule = (values: readonly string[]) => ({
        from: [{ source: { namespaces: ['front'] } }],
        when: [
          { key: 'connection.sni', values: ['a.example.com'] },
          ...(values.length > 0 ? [{ key, [list]: values }] : []),
        ],
      });
      return { field: list === 'values' ? key : `not ${key}`, one, other, rule };
    }),
  ),
];

const reasonsOf = (
  make: (rule: Part) => string,
  { rule }: Kind,
  before: string[],
  after: string[],
  pods: string,
) => told(make(rule(before)), make(rule(after)), pods).flatMap(({ reasons }) => reasons);

describe.each(kinds)('$field', (kind) => {
  const { field, one, other } = kind;
  test.each([
    ['all of it goes', [one, other], [], `no longer asks for ${field} ${one}, ${other}`],
    ['it is new', [], [one], `asks for ${field} ${one} from now on`],
    ['a value goes', [one, other], [one], `no longer names ${field} ${other}`],
    ['a value comes', [one], [one, other], `names ${field} ${other} too`],
  ])('%s', (_, before, after, words) => {
    for (const action of ['ALLOW', 'DENY'])
      for (const pods of ['', PODS])
        expect(reasonsOf(mesh(action), kind, before, after, pods), `${action} ${pods}`).toEqual([
          expect.stringContaining(words),
        ]);
  });
});

const PEER = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'front' } } };

test.each([
  [{ ports: [{ port: 8080 }] }, {}, 'no longer asks for port TCP/8080'],
  [{}, { ports: [{ port: 8080 }] }, 'asks for port TCP/8080 from now on'],
  [{ ports: [{ port: 8080 }] }, { ports: [{ port: 8080 }, { port: 9090 }] }, 'names port TCP/9090 too'],
  [{ ports: [{ port: 8080 }, { port: 9090 }] }, { ports: [{ port: 8080 }] }, 'no longer names port TCP/9090'],
])('of a NetworkPolicy, %j → %j', (before, after, words) => {
  for (const direction of ['ingress', 'egress'] as const) {
    const rule = (part: Part) =>
      network(direction)({ [direction === 'ingress' ? 'from' : 'to']: [PEER], ...part });
    for (const pods of ['', PODS])
      expect(told(rule(before), rule(after), pods).map(({ reasons }) => reasons)).toEqual([
        expect.stringContaining(words),
      ]);
  }
});

test('of several rules, it is said which one', () => {
  const rules = (ports: readonly string[]) =>
    policy('security.istio.io/v1', 'AuthorizationPolicy', {
      rules: [
        { from: [{ source: { namespaces: ['front'] } }] },
        { from: [{ source: { namespaces: ['back'] } }], to: [{ operation: { ports } }] },
      ],
    });
  const [first] = told(rules(['8080']), rules(['8080', '9090']));
  expect(first?.reasons).toContain('rule 2 names ports 9090 too');
});

test('rules in another order have lost nothing', () => {
  const [one, other] = [
    { from: [{ source: { namespaces: ['a'] } }] },
    { to: [{ operation: { paths: ['/b'] } }] },
  ];
  const rules = (...all: readonly Part[]) =>
    policy('security.istio.io/v1', 'AuthorizationPolicy', { rules: all });
  const [first] = told(rules(one, other), rules(other, one, { to: [{ operation: { paths: ['/c'] } }] }));
  expect(first?.reasons).toMatch(/the rule for paths \/c is new$/);
});
