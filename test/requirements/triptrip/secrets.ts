import { type Breakage, drop, ofMeshed, ofNamespaces, only, push, set } from '../breakage.ts';

import { api, TRIPTRIP } from './files.ts';

export const secrets: readonly Breakage[] = [
  {
    says: 'the path of a secret replaced',
    row: 'S4-204',
    files: api('externalsecret-triptrip-api-secrets'),
    change: set('spec.data[*].remoteRef.key', 'other/production/database'),
  },
  {
    says: 'a secret never read again',
    row: 'S4-200',
    files: api('externalsecret-triptrip-api-secrets'),
    change: set('spec.refreshInterval', '0'),
  },
  {
    says: 'a store of the whole cluster',
    row: 'S4-204',
    files: api('externalsecret-triptrip-api-secrets'),
    change: set('spec.secretStoreRef.kind', 'ClusterSecretStore'),
  },
  {
    says: 'a password in the clear',
    row: 'S4-258',
    files: api('externalsecret-triptrip-api-secrets'),
    change: set('spec.target.template.data.REDIS_PASSWORD', 'hunter2'),
  },
  {
    says: 'the database not verified',
    row: 'S4-202',
    files: api('externalsecret-triptrip-api-secrets'),
    change: set(
      'spec.target.template.data.DATABASE_URL',
      'postgresql://{{ .username | urlquery }}:{{ .password | urlquery }}@{{ .host }}?sslmode=disable',
    ),
  },
  {
    says: 'another role for the store',
    row: 'S4-199',
    files: only('triptrip/triptrip-api/serviceaccount-triptrip-secrets.yaml'),
    change: set('metadata.annotations["eks.amazonaws.com/role-arn"]', 'arn:aws:iam::555566667777:role/admin'),
  },
  {
    says: 'every verb for the agent',
    row: 'S4-280',
    files: only('fluent-bit/_cluster/clusterrole-fluent-bit.yaml'),
    change: push('rules[0].verbs', '*'),
  },
  {
    says: 'secrets for the agent',
    row: 'S4-280',
    files: only('fluent-bit/_cluster/clusterrole-fluent-bit.yaml'),
    change: push('rules[0].resources', 'secrets'),
  },
  {
    says: 'the rights of an administrator',
    row: 'S4-280',
    files: only('node-problem-detector/_cluster/clusterrolebinding-node-problem-detector.yaml'),
    change: set('roleRef.name', 'cluster-admin'),
  },
  {
    says: 'the level baseline',
    row: 'S4-285',
    files: ofNamespaces((name) => `namespaces/_cluster/namespace-${name}.yaml`, TRIPTRIP),
    change: set('metadata.labels["pod-security.kubernetes.io/enforce"]', 'baseline'),
  },
  {
    says: 'no injection of proxies',
    row: 'X-58',
    files: ofMeshed((name) => `namespaces/_cluster/namespace-${name}.yaml`),
    change: drop('metadata.labels["istio.io/rev"]'),
  },
  {
    says: 'other registries allowed',
    row: 'S4-279',
    files: only('constraints/_cluster/allowedregistries-own-registry.yaml'),
    change: push('spec.parameters.registries', 'docker.io/'),
  },
  {
    says: 'registries only warned of',
    row: 'S4-279',
    files: only('constraints/_cluster/allowedregistries-own-registry.yaml'),
    change: set('spec.enforcementAction', 'warn'),
  },
];
