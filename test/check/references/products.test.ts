import { describe, expect, test } from 'vitest';
import { ClusterState } from '../../../scripts/check/state/cluster-state.ts';
import { keysOf, presenceOf } from '../../../scripts/check/state/presence.ts';
import { objectsIn } from '../../../scripts/cluster-model/input/objects.ts';

const stateOf = (manifests: string) =>
  new ClusterState({ cluster: 'sample', objects: objectsIn(manifests, 'sample.yaml') }, '1.34');
const target = (kind: string, name: string, namespace = 'shop') => ({ group: '', kind, name, namespace });

const object = (apiVersion: string, kind: string, name: string, spec = '{}', metadata = '') =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop${metadata} }\nspec: ${spec}\n`;

describe('what controllers make is there', () => {
  test.each([
    [
      'Secret',
      'web-db',
      object('external-secrets.io/v1', 'ExternalSecret', 'web', '{ target: { name: web-db } }'),
    ],
    [
      'Secret',
      'web',
      object('bitnami.com/v1alpha1', 'SealedSecret', 'web', '{ template: { metadata: { name: other } } }'),
    ],
    ['Secret', 'web-tls', object('cert-manager.io/v1', 'Certificate', 'web', '{ secretName: web-tls }')],
    [
      'Secret',
      'web-tls',
      object(
        'networking.k8s.io/v1',
        'Ingress',
        'web',
        '{ tls: [{ secretName: web-tls }] }',
        ', annotations: { cert-manager.io/cluster-issuer: main }',
      ),
    ],
    ['Secret', 'db-app', object('postgresql.cnpg.io/v1', 'Cluster', 'db')],
    ['Service', 'db-rw', object('postgresql.cnpg.io/v1', 'Cluster', 'db')],
    ['Service', 'events-kafka-bootstrap', object('kafka.strimzi.io/v1', 'Kafka', 'events')],
    ['Secret', 'web', object('kafka.strimzi.io/v1', 'KafkaUser', 'web')],
    ['Service', 'prometheus-operated', object('monitoring.coreos.com/v1', 'Prometheus', 'main')],
    ['Service', 'traces-collector', object('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'traces')],
    ['Service', 'vmselect-long', object('operator.victoriametrics.com/v1beta1', 'VMCluster', 'long')],
    ['Secret', 'queue-default-user', object('rabbitmq.com/v1beta1', 'RabbitmqCluster', 'queue')],
    [
      'Secret',
      'bucket',
      object('s3.aws.crossplane.io/v1', 'Bucket', 'b', '{ writeConnectionSecretToRef: { name: bucket } }'),
    ],
    [
      'Secret',
      'web',
      object(
        'secrets.hashicorp.com/v1beta1',
        'VaultStaticSecret',
        'v',
        '{ destination: { name: web, create: true } }',
      ),
    ],
    [
      'Service',
      'public-istio',
      object('gateway.networking.k8s.io/v1', 'Gateway', 'public', '{ gatewayClassName: istio }'),
    ],
    [
      'PersistentVolumeClaim',
      'data-db-1',
      object(
        'apps/v1',
        'StatefulSet',
        'db',
        '{ replicas: 2, volumeClaimTemplates: [{ metadata: { name: data } }] }',
      ),
    ],
  ])('%s %s', (kind, name, manifests) => {
    expect(presenceOf(stateOf(manifests), target(kind, name), 'shop')).toBe('made');
  });

  test('a program that may write a Secret by name is taken to do so', () => {
    const role = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: web, namespace: shop }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [web-certs] }
  - { apiGroups: [""], resources: [secrets], verbs: [create, update] }
`;
    expect(presenceOf(stateOf(role), target('Secret', 'web-certs'), 'shop')).toBe('made');
  });

  test('a Secret is copied to the namespaces that its annotation lists', () => {
    const state = stateOf(`
apiVersion: v1
kind: Secret
metadata:
  name: registry
  namespace: platform
  annotations:
    reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"
    reflector.v1.k8s.emberstack.com/reflection-auto-namespaces: "shop,team-.*"
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Namespace
metadata: { name: other }
`);
    expect(presenceOf(state, target('Secret', 'registry'), 'shop')).toBe('made');
    expect(presenceOf(state, target('Secret', 'registry', 'other'), 'other')).not.toBe('made');
  });
});

describe('keys', () => {
  test('a template of an ExternalSecret says them all, unless it is merged', () => {
    const secret = (policy: string) =>
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        'web',
        `{ data: [{ secretKey: password }], target: { template: { ${policy}data: { url: x } } } }`,
      );
    expect([...(keysOf(stateOf(secret('')), target('Secret', 'web')) ?? [])]).toEqual(['url']);
    expect([...(keysOf(stateOf(secret('mergePolicy: Merge, ')), target('Secret', 'web')) ?? [])]).toEqual([
      'url',
      'password',
    ]);
  });

  test('nobody knows those that a source has', () => {
    const secret = object(
      'external-secrets.io/v1',
      'ExternalSecret',
      'web',
      '{ dataFrom: [{ extract: { key: web } }] }',
    );
    expect(keysOf(stateOf(secret), target('Secret', 'web'))).toBeUndefined();
  });
});

describe('what the tree cannot know is elsewhere', () => {
  test('without workloads of its own a namespace is seen by nobody', () => {
    const state = stateOf(object('security.istio.io/v1', 'PeerAuthentication', 'default'));
    expect(presenceOf(state, target('Service', 'web'))).toBe('elsewhere');
  });

  test('classes that providers bring are given', () => {
    const storage = { group: 'storage.k8s.io', kind: 'StorageClass', namespace: '' };
    const state = stateOf('apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: { name: gp3 }\n');
    expect(presenceOf(state, { ...storage, name: 'gp2' })).toBe('given');
    expect(presenceOf(state, { ...storage, name: 'gp3-encrypted' })).toBe('missing');
  });
});
