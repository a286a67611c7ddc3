import { deployed } from '../evidence/delivery.ts';
import { exposedHosts } from '../evidence/ingress.ts';
import {
  eachExposed,
  eachNamespace,
  eachRunning,
  namespacesOf,
  unit,
  workload,
  workloadOf,
} from '../evidence/members.ts';
import { podSecurityEnforced } from '../evidence/namespaces.ts';
import { runsTheContractsBuild, secretsFromManager, served } from '../evidence/workloads.ts';
import { nothing, on, output, rendered } from '../model/evidence.ts';
import { absent, computed, contains, every, exactly, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { queuesAreAsked } from './evidence/queue-credentials.ts';

const application = (name: string) => deployed(unit(name));

/** Argo CD is on hubs only, and development has none of its own. */
const hubs = ['triptrip-production', 'triptrip-dr', 'triptrip-staging'] as const;

const namespace = (name: string) =>
  on(
    podSecurityEnforced({
      says: name,
      members: (context) => (namespacesOf(context).has(name) ? [name] : []),
    }),
    ...hubs,
  );

export const missing: EvidenceById = {
  'S4-257': [
    rendered('triptrip-api/triptrip-api/service-triptrip-api.yaml')({
      'spec.ports': exactly([
        { appProtocol: 'http', name: 'http', port: 80, protocol: 'TCP', targetPort: 3000 },
        { name: 'http-metrics', port: 9090, protocol: 'TCP', targetPort: 15020 },
      ]),
    }),
    served(workload('triptrip-api', 'triptrip')),
  ],
  'S4-258': [
    rendered(
      'triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml',
      'spec.target',
    )({
      name: 'triptrip-api-secrets',
      'template.data.DATABASE_URL': contains('{{ .password | urlquery }}'),
      'template.data.API_KEY': contains('{{ .API_KEY }}'),
      'template.data.REDIS_PASSWORD': contains('{{ .REDIS_PASSWORD }}'),
    }),
    secretsFromManager(workload('triptrip-api', 'triptrip')),
  ],
  'S4-259': [
    rendered(
      'triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml',
      'data',
    )({ DB_HOST: '{databases.triptrip.endpoint}', TASK_QUEUE_URL: '{queues.task.url}' }),
  ],
  'S4-260': [
    rendered(
      'redis-cluster/triptrip-cache/service-redis-cluster.yaml',
      'spec',
    )({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      'ports[*].port': [6379, 16379],
      selector: { app: 'redis-cluster' },
    }),
  ],
  'S4-261': [
    rendered(
      'redis-cluster/triptrip-cache/configmap-redis-config.yaml',
      'data',
    )({ '["redis.conf"]': matching(/appendonly yes[\s\S]*maxmemory \d+mb/) }),
  ],
  'S4-262': [
    rendered('redis-cluster/triptrip-cache/serviceaccount-redis-cluster.yaml')({ kind: 'ServiceAccount' }),
    rendered('fluent-bit/logging/serviceaccount-fluent-bit.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.fluent-bit}',
    }),
    rendered('fluent-bit/_cluster/clusterrolebinding-fluent-bit.yaml')({
      'roleRef.name': 'fluent-bit',
      subjects: [{ kind: 'ServiceAccount', name: 'fluent-bit', namespace: 'logging' }],
    }),
    rendered('node-problem-detector/_cluster/clusterrolebinding-node-problem-detector.yaml')({
      'roleRef.name': 'system:node-problem-detector',
      subjects: [
        { kind: 'ServiceAccount', name: 'node-problem-detector', namespace: 'node-problem-detector' },
      ],
    }),
    rendered('cluster-autoscaler/values.yaml')({ 'rbac.serviceAccount.name': 'cluster-autoscaler' }),
  ],
  'S4-263': [
    rendered(
      'fluent-bit/logging/configmap-fluent-bit-config.yaml',
      'data',
    )({ '["fluent-bit.yaml"]': matching(/cloudwatch_logs/) }),
  ],
  'S4-264': [
    rendered(
      'node-problem-detector/node-problem-detector/configmap-node-problem-detector-config.yaml',
      'data',
    )({
      '["kernel-monitor.json"]': contains('"plugin": "kmsg"'),
      '["readonly-monitor.json"]': contains('ReadonlyFilesystem'),
      '["systemd-monitor.json"]': contains('"plugin": "journald"'),
    }),
  ],
  'S4-265': [
    rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
      provisioner: 'ebs.csi.aws.com',
      volumeBindingMode: 'WaitForFirstConsumer',
      allowVolumeExpansion: true,
      'parameters.type': 'gp3',
      'parameters.encrypted': 'true',
      'parameters.kmsKeyId': '{kms_key_arn_ebs}',
    }),
  ],
  'S4-266': [queuesAreAsked],
  'S4-267': [
    runsTheContractsBuild(workload('triptrip-web', 'triptrip')),
    runsTheContractsBuild(workload('triptrip-worker', 'triptrip')),
    runsTheContractsBuild(workload('triptrip-queue-worker', 'triptrip')),
    runsTheContractsBuild(eachRunning('triptrip')),
  ],
  'S4-268': [
    rendered(
      'ingress/istio-system/gateway-public-gateway.yaml',
      'spec',
    )({
      selector: { app: 'istio-ingressgateway' },
      servers: computed('one server by TLS, for the namespaces of exposed services', (context) => [
        {
          hosts: [
            ...new Set(
              eachExposed()
                .members(context)
                .map((name) => workloadOf(context, name).namespace),
            ),
          ]
            .sort()
            .map((namespace) => `${namespace}/*`),
          port: { name: 'https', number: 443, protocol: 'HTTPS' },
          tls: { credentialName: 'gateway-certificate', minProtocolVersion: 'TLSV1_2', mode: 'SIMPLE' },
        },
      ]),
    }),
    exposedHosts,
  ],
  'S4-269': [
    on(
      rendered(
        'argocd/argocd/appproject-triptrip.yaml',
        'spec',
      )({
        clusterResourceWhitelist: [],
        sourceRepos: computed('the repository of the fleet', ({ fleet }) => [fleet.repository.url]),
        destinations: computed('the namespaces of triptrip on the clusters of this hub', (context) =>
          exactly(
            context.fleet.clusters
              .filter(({ hub }) => hub === context.cluster.name)
              .flatMap((cluster) =>
                eachNamespace('triptrip')
                  .members({ ...context, cluster })
                  .map((namespace) => ({ name: cluster.name, namespace })),
              ),
          ),
        ),
        'namespaceResourceWhitelist[*].group': every(matching(/^[a-z0-9.-]*$/)),
        'namespaceResourceWhitelist[*].kind': every(matching(/^(?!Role|ClusterRole)[A-Z][A-Za-z]+$/)),
      }),
      ...hubs,
    ),
  ],
  'S4-270': [
    nothing(/namespace-triptrip-(db|worker)\.yaml/, 'neither of the other two'),
    ...[
      'triptrip-web',
      'triptrip-workers',
      'triptrip-ml',
      'triptrip-cache',
      'triptrip-batch',
      'external-secrets',
      'argocd',
      'istio-system',
      'monitoring',
    ].map(namespace),
  ],
  'S4-271': [
    output('databases', { 'triptrip.engine': 'postgres', 'triptrip.port': 5432 }),
    output('data_subnet_cidrs'),
  ],
  'S4-272': [
    rendered('triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml')({
      'data.KAFKA_BOOTSTRAP_SERVERS': absent,
      'data.NODE_ENV': 'production',
    }),
  ],
  'S4-273': [
    rendered('opentelemetry-collector/tracing/deployment-opentelemetry-collector.yaml')({
      'spec.template.metadata.labels["app.kubernetes.io/name"]': 'opentelemetry-collector',
      'spec.template.spec.containers[*].image': every(
        matching(/^\d{12}\.dkr\.ecr\..*otel-collector:v[\d.]+$/),
      ),
    }),
    rendered('opentelemetry-collector/tracing/service-opentelemetry-collector.yaml')({
      'spec.selector': { 'app.kubernetes.io/name': 'opentelemetry-collector' },
      'spec.ports[*].port': [4317],
    }),
  ],
  'S4-274': [application('kube-prometheus-stack'), application('metrics-server'), application('keda')],
  'S4-275': [
    application('keda'),
    application('vertical-pod-autoscaler'),
    application('external-secrets'),
    application('aws-load-balancer-controller'),
    application('prometheus-operator-crds'),
    nothing(/sealed-secrets|gvisor|nvidia/, 'none of the three'),
  ],
  'S4-276': [
    rendered(
      'redis-cluster/triptrip-cache/externalsecret-redis-credentials.yaml',
      'spec',
    )({ 'target.name': 'redis-credentials', 'dataFrom[0].extract.key': '{secret_path_prefix}/redis' }),
  ],
};
