import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../scripts/charts/inventory/facts.ts';

/** What is kept of an object. */
function factOf(object: Readonly<Record<string, unknown>>): unknown {
  return factsOf([object], 'shop')[0];
}

const TEXT = 'a sentence of the chart';

const pod = {
  serviceAccountName: 'cart',
  hostNetwork: true,
  securityContext: { runAsNonRoot: true },
  containers: [
    {
      name: 'cart',
      image: 'registry.example.com/cart:1.2.3',
      args: ['--listen=:8080', TEXT],
      command: ['sh', '-c', TEXT],
      env: [
        { name: 'TEXT', value: TEXT },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'cart', key: 'token' } } },
        { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'cart', key: 'level', optional: true } } },
      ],
      ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
      resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
      securityContext: { allowPrivilegeEscalation: false },
      livenessProbe: { exec: { command: [TEXT] }, periodSeconds: 5 },
      readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
    },
  ],
  volumes: [
    { name: 'keys', secret: { secretName: 'keys', items: [{ key: TEXT, path: 'a' }] } },
    { name: 'host', hostPath: { path: '/var/log' } },
    { name: 'all', projected: { sources: [{ secret: { name: 'more' } }, { configMap: { name: 'cart' } }] } },
  ],
};

describe('the facts of a pod', () => {
  const labels = { app: 'cart', 'helm.sh/chart': 'cart-1.2.3', 'app.kubernetes.io/version': '1.2.3' };
  const found = factOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', labels, annotations: { 'example.com/note': TEXT } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'cart' } },
      template: { metadata: { labels, annotations: { 'checksum/config': 'abc' } }, spec: pod },
    },
  });

  it('are those that a policy, a selector or a reviewer asks for, where Kubernetes has them', () => {
    expect(found).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'cart' } },
        template: {
          metadata: { labels: { app: 'cart' } },
          spec: {
            serviceAccountName: 'cart',
            hostNetwork: true,
            securityContext: { runAsNonRoot: true },
            containers: [
              {
                name: 'cart',
                image: 'registry.example.com/cart:1.2.3',
                ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
                env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'cart', key: 'token' } } }],
                resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
                securityContext: { allowPrivilegeEscalation: false },
                readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
                livenessProbe: { periodSeconds: 5 },
              },
            ],
            volumes: [
              { name: 'keys', secret: { secretName: 'keys' } },
              { name: 'host', hostPath: { path: '/var/log' } },
              {
                name: 'all',
                projected: { sources: [{ secret: { name: 'more' } }, { configMap: { name: 'cart' } }] },
              },
            ],
          },
        },
      },
    });
  });

  it('stand in the same order whatever order the chart has', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, inner]) => [name, turned(inner)]),
      );
    };
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cart' }, spec: pod };
    expect(JSON.stringify(factsOf([turned(object)], 'shop'))).toBe(JSON.stringify(factsOf([object], 'shop')));
  });
});

describe('the facts of', () => {
  it.each<[string, object, object]>([
    [
      'a definition: its versions, and no schema',
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'carts.example.com', annotations: { 'helm.sh/resource-policy': 'keep' } },
        spec: {
          group: 'example.com',
          names: { kind: 'Cart', plural: 'carts', categories: ['all'] },
          scope: 'Namespaced',
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { description: TEXT } },
              additionalPrinterColumns: [{ description: TEXT }],
            },
          ],
        },
      },
      {
        metadata: { name: 'carts.example.com', annotations: { 'helm.sh/resource-policy': 'keep' } },
        spec: {
          group: 'example.com',
          names: { kind: 'Cart', plural: 'carts' },
          scope: 'Namespaced',
          versions: [{ name: 'v1', served: true, storage: true }],
        },
      },
    ],
    [
      'a webhook: whom it calls for what, and not the authority that some charts make anew',
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: 'cart' },
        webhooks: [
          {
            name: 'cart.example.com',
            clientConfig: {
              caBundle: 'c2VjcmV0',
              service: { name: 'cart', namespace: 'shop', path: '/check' },
            },
            rules: [
              {
                apiGroups: ['apps'],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['deployments'],
              },
            ],
            failurePolicy: 'Fail',
            namespaceSelector: {},
          },
        ],
      },
      {
        metadata: { name: 'cart' },
        webhooks: [
          {
            name: 'cart.example.com',
            clientConfig: { service: { name: 'cart', namespace: 'shop', path: '/check' } },
            rules: [
              {
                apiGroups: ['apps'],
                apiVersions: ['v1'],
                operations: ['CREATE'],
                resources: ['deployments'],
              },
            ],
            failurePolicy: 'Fail',
            namespaceSelector: {},
          },
        ],
      },
    ],
    [
      'a Secret and a ConfigMap: the names in them, and no value',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'cart' },
        type: 'Opaque',
        data: { token: 'eA==' },
      },
      { metadata: { name: 'cart', namespace: 'shop' }, type: 'Opaque', data: ['token'] },
    ],
    [
      'a monitor: what it reads, and no rule of relabelling',
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: { name: 'cart', namespace: 'watching', labels: { release: 'cart' } },
        spec: {
          selector: { matchLabels: { app: 'cart' } },
          endpoints: [{ port: 'metrics', path: '/metrics', metricRelabelings: [{ regex: TEXT }] }],
        },
      },
      {
        metadata: { name: 'cart', namespace: 'watching', labels: { release: 'cart' } },
        spec: {
          selector: { matchLabels: { app: 'cart' } },
          endpoints: [{ port: 'metrics', path: '/metrics' }],
        },
      },
    ],
    [
      'a role: its rules, and into whose roles it is added',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: {
          name: 'cart',
          labels: { app: 'cart', 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
        },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
      },
      {
        metadata: { name: 'cart', labels: { 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' } },
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
      },
    ],
    [
      'a hook: when it runs',
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'cart', annotations: { 'helm.sh/hook': 'pre-install', 'example.com/note': TEXT } },
        spec: { backoffLimit: 3 },
      },
      {
        metadata: { name: 'cart', namespace: 'shop', annotations: { 'helm.sh/hook': 'pre-install' } },
        spec: { backoffLimit: 3 },
      },
    ],
    [
      'an object of a kind that nobody knows: its name',
      {
        apiVersion: 'example.com/v1',
        kind: 'Cart',
        metadata: { name: 'cart' },
        spec: { text: TEXT },
        rules: [{ text: TEXT }],
      },
      { metadata: { name: 'cart', namespace: 'shop' } },
    ],
  ])('%s', (_, object, facts) => {
    expect(factOf({ ...object })).toMatchObject(facts);
    const {
      apiVersion: __,
      kind: ___,
      ...rest
    } = factsOf([object], 'shop')[0] ?? { apiVersion: '', kind: '' };
    expect(rest).toEqual(facts);
  });
});

it('an inventory has the items of a List, each for itself, in the order of kinds and names', () => {
  const item = (kind: string, name: string) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'shop' },
  });
  const list = { apiVersion: 'v1', kind: 'List', items: [item('Service', 'b'), item('ConfigMap', 'c')] };
  const found = factsOf([item('Service', 'a'), null, list], 'shop');
  expect(found.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ConfigMap c',
    'Service a',
    'Service b',
  ]);
});

it('no sentence gets into an inventory by a field that nobody thought of', () => {
  fc.assert(
    fc.property(
      fc.object({ maxDepth: 4 }),
      fc.constantFrom('Deployment', 'Service', 'Cart'),
      (junk, kind) => {
        const group = { Deployment: 'apps/v1', Service: 'v1', Cart: 'example.com/v1' }[kind];
        const object = { ...junk, apiVersion: group, kind, metadata: { ...junk, name: 'cart' }, spec: null };
        const facts = factsOf([object], 'shop')[0];
        expect(Object.keys(facts ?? {}).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
      },
    ),
    { numRuns: 200, seed: 20261129 },
  );
});
