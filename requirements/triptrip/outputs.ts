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
import { heading, nothing, on, output, rendered, something } from '../model/evidence.ts';
import { every, matching, present } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

export const notAskedFor: Section<Row> = {
  title: 'Kinds that nothing asked for',
  entries: [
    otherwise(
      'S4-277',
      'K',
      'Kinds of Istio',
      'No RequestAuthentication: no issuer of tokens is known for TripTrip.',
      closedMesh(eachMeshedNamespace()),
      noOtherPeerAuthentication,
      calledAsDeclared(eachMeshedService('triptrip')),
      registeredOnly(eachWorkload('triptrip')),
      rendered('ingress/istio-system/gateway-public-gateway.yaml')({
        'spec.servers[*].tls.mode': every('SIMPLE'),
        'spec.servers[*].port.protocol': every('HTTPS'),
      }),
      nothing(/requestauthentication-/, 'no RequestAuthentication'),
    ),
    done(
      'S4-278',
      'K',
      'Alerts',
      alerted(eachWorkload('triptrip')),
      rendered('redis-cluster/triptrip-cache/prometheusrule-redis-cluster.yaml')({
        'spec.groups': alertsOf('RedisNodeMissing', 'RedisNodesMissing'),
      }),
      monitored(eachRunning('triptrip')),
      answeredAlerts,
    ),
    done(
      'S4-279',
      'K',
      'Policies of Gatekeeper',
      something(/constraint-templates\/_cluster\/constrainttemplate-/, 'a ConstraintTemplate'),
      rendered('constraints/_cluster/allowedregistries-own-registry.yaml')({
        'spec.enforcementAction': 'deny',
        'spec.parameters.registries': ['{ecr_registry}'],
      }),
      heading('docs/policies.md', 'What is refused'),
      enforced,
      ruled,
    ),
    done(
      'S4-280',
      'K',
      'Rights',
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
    ),
    done('S4-281', 'K', 'LimitRange', limitedByDefault(eachProductNamespace)),
    done(
      'S4-282',
      'K',
      'PriorityClass',
      rendered('priority-classes/_cluster/priorityclass-critical.yaml')({ value: 1_000_000 }),
      rendered('priority-classes/_cluster/priorityclass-standard.yaml')({ globalDefault: true }),
      rendered('priority-classes/_cluster/priorityclass-batch.yaml')({ preemptionPolicy: 'Never' }),
    ),
    done('S4-283', 'K', 'ResourceQuota', quotaHolds(eachProductNamespace)),
    done(
      'S4-284',
      'K',
      'PodDisruptionBudget',
      budgeted(eachRunning('triptrip')),
      rendered('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml')({
        'spec.maxUnavailable': 1,
        'spec.selector': { matchLabels: { app: 'redis-cluster' } },
      }),
    ),
    done(
      'S4-285',
      'K',
      'Ingress, AppProject, Namespaces',
      rendered('ingress/istio-system/ingress-public.yaml')({ 'spec.ingressClassName': 'alb' }),
      on(
        rendered('argocd/argocd/appproject-triptrip.yaml')({ 'spec.clusterResourceWhitelist': [] }),
        'triptrip-production',
      ),
      podSecurityEnforced(eachNamespace('triptrip')),
    ),
    done(
      'S4-286',
      'D',
      'Costs, data loss, backups, runbooks',
      heading('docs/triptrip/overview.md', 'What is not stated'),
    ),
  ],
};

export const outputs: Section<Row> = {
  title: 'Outputs of Terraform',
  entries: [
    done(
      'S4-287',
      'T',
      'The cluster',
      output('cluster_name'),
      output('region'),
      output('availability_zones'),
      output('cluster_version'),
    ),
    done(
      'S4-288',
      'T',
      'The registry, in each region',
      output('ecr_registry', { '': matching(/^\d{12}\.dkr\.ecr\./) }),
      on(output('ecr_registry', { '': matching(/\.dkr\.ecr\.ap-northeast-3\./) }), 'triptrip-dr'),
    ),
    done(
      'S4-289',
      'T',
      'Roles of accounts',
      output('irsa_role_arns', {
        'triptrip-api': present,
        'cluster-autoscaler': present,
        'triptrip-secrets': present,
        'keda-operator': present,
        'fluent-bit': present,
        'aws-load-balancer-controller': present,
        'ebs-csi-controller-sa': present,
      }),
    ),
    done(
      'S4-290',
      'T',
      'Addresses of queues',
      output('queues', { 'task.url': present, 'batch.url': present }),
    ),
    done(
      'S4-291',
      'T',
      'Database and networks',
      output('databases', { 'triptrip.endpoint': present }),
      output('data_subnet_cidrs'),
      output('vpc_cidr'),
      output('vpc_endpoint_cidrs'),
      output('public_subnet_cidrs'),
    ),
    done('S4-292', 'T', 'Paths of secrets', output('secret_path_prefix')),
    done(
      'S4-293',
      'T',
      'Node groups',
      on(
        output('node_groups', {
          'general-1a.allocatable.cpu': present,
          'general-1a.max_size': present,
          'general-1a.availability_zones': present,
        }),
        'triptrip-production',
      ),
    ),
    otherwise(
      'S4-294',
      'T',
      'Certificate, firewall, security group, key, brokers',
      'No brokers: TripTrip has no Kafka (X-49).',
      output('alb_public_certificate_arn'),
      output('waf_public_acl_arn'),
      output('alb_security_group_id'),
      output('kms_key_arn_ebs'),
    ),
  ],
};
