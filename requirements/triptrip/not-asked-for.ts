import { alerted, alertsOf } from '../evidence/alerts.ts';
import { answeredAlerts, enforced, narrowBindings, narrowRights, ruled } from '../evidence/cluster-wide.ts';
import {
  eachMeshedNamespace,
  eachMeshedService,
  eachNamespace,
  eachProductNamespace,
  eachRunning,
  eachWorkload,
} from '../evidence/members.ts';
import { calledAsDeclared, closedMesh, noOtherPeerAuthentication } from '../evidence/mesh.ts';
import { limitedByDefault, podSecurityEnforced, quotaHolds } from '../evidence/namespaces.ts';
import { budgeted, monitored, registeredOnly } from '../evidence/workloads.ts';
import { heading, nothing, on, rendered, something } from '../model/evidence.ts';
import { every } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { overview } from './evidence/overview.ts';

export const notAskedFor: EvidenceById = {
  'S4-277': [
    closedMesh(eachMeshedNamespace()),
    noOtherPeerAuthentication,
    calledAsDeclared(eachMeshedService('triptrip')),
    registeredOnly(eachWorkload('triptrip')),
    rendered('ingress/istio-system/gateway-public-gateway.yaml')({
      'spec.servers[*].tls.mode': every('SIMPLE'),
      'spec.servers[*].port.protocol': every('HTTPS'),
    }),
    nothing(/requestauthentication-/, 'no RequestAuthentication'),
  ],
  'S4-278': [
    alerted(eachWorkload('triptrip')),
    rendered('redis-cluster/triptrip-cache/prometheusrule-redis-cluster.yaml')({
      'spec.groups': alertsOf('RedisNodeMissing', 'RedisNodesMissing'),
    }),
    monitored(eachRunning('triptrip')),
    answeredAlerts,
  ],
  'S4-279': [
    something(/constraint-templates\/_cluster\/constrainttemplate-/, 'a ConstraintTemplate'),
    rendered('constraints/_cluster/allowedregistries-own-registry.yaml')({
      'spec.enforcementAction': 'deny',
      'spec.parameters.registries': ['{ecr_registry}'],
    }),
    heading('docs/policies.md', 'What is refused'),
    enforced,
    ruled,
  ],
  'S4-280': [
    rendered('fluent-bit/_cluster/clusterrole-fluent-bit.yaml')({
      rules: [
        { apiGroups: [''], resources: ['events', 'namespaces', 'pods'], verbs: ['get', 'list', 'watch'] },
      ],
    }),
    rendered('node-problem-detector/_cluster/clusterrolebinding-node-problem-detector.yaml')({
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'system:node-problem-detector',
      },
      subjects: [
        { kind: 'ServiceAccount', name: 'node-problem-detector', namespace: 'node-problem-detector' },
      ],
    }),
    narrowRights,
    narrowBindings,
  ],
  'S4-281': [limitedByDefault(eachProductNamespace)],
  'S4-282': [
    rendered('priority-classes/_cluster/priorityclass-critical.yaml')({ value: 1_000_000 }),
    rendered('priority-classes/_cluster/priorityclass-standard.yaml')({ globalDefault: true }),
    rendered('priority-classes/_cluster/priorityclass-batch.yaml')({ preemptionPolicy: 'Never' }),
  ],
  'S4-283': [quotaHolds(eachProductNamespace)],
  'S4-284': [
    budgeted(eachRunning('triptrip')),
    rendered('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml')({
      'spec.maxUnavailable': 1,
      'spec.selector': { matchLabels: { app: 'redis-cluster' } },
    }),
  ],
  'S4-285': [
    rendered('ingress/istio-system/ingress-public.yaml')({ 'spec.ingressClassName': 'alb' }),
    on(
      rendered('argocd/argocd/appproject-triptrip.yaml')({ 'spec.clusterResourceWhitelist': [] }),
      'triptrip-production',
    ),
    podSecurityEnforced(eachNamespace('triptrip')),
  ],
  'S4-286': [overview('What is not stated')],
};
