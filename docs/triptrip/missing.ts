import { nothing, on, output, rendered } from '../../scripts/rows/evidence.ts';
import { absent, matching, present } from '../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../scripts/rows/row.ts';

const application = (unit: string) =>
  rendered(`applications/argocd/application-{cluster}-${unit}.yaml`)({
    'spec.sources[0].targetRevision': matching(/^\d+\.\d+\.\d+$/),
  });

/** Argo CD is on hubs only, and development has none of its own. */
const namespace = (name: string) =>
  on(
    rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
      'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
    }),
    'triptrip-production',
    'triptrip-dr',
    'triptrip-staging',
  );

export const missing: Section<Row> = {
  title: 'Objects that others refer to',
  entries: [
    done(
      'S4-257',
      'K',
      'The Service of the API',
      rendered('triptrip-api/triptrip-api/service-triptrip-api.yaml')({
        'spec.ports[name=http].port': 80,
        'spec.ports[name=http].targetPort': 3000,
        'spec.ports[name=http-metrics].port': 9090,
      }),
    ),
    done(
      'S4-258',
      'K',
      'The Secret `triptrip-api-secrets`',
      rendered(
        'triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml',
        'spec.target',
      )({
        name: 'triptrip-api-secrets',
        'template.data.DATABASE_URL': present,
        'template.data.API_KEY': present,
        'template.data.REDIS_PASSWORD': present,
      }),
    ),
    done(
      'S4-259',
      'K',
      'The ConfigMap `triptrip-api-config`',
      rendered(
        'triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml',
        'data',
      )({ DB_HOST: '{databases.triptrip.endpoint}', TASK_QUEUE_URL: '{queues.task.url}' }),
    ),
    done(
      'S4-260',
      'K',
      'The headless Service of Redis',
      rendered(
        'redis-cluster/triptrip-cache/service-redis-cluster.yaml',
        'spec',
      )({ clusterIP: 'None', publishNotReadyAddresses: true, 'ports[*].port': [6379, 16379] }),
    ),
    done(
      'S4-261',
      'K',
      'The ConfigMap of Redis',
      rendered(
        'redis-cluster/triptrip-cache/configmap-redis-config.yaml',
        'data',
      )({ '["redis.conf"]': matching(/appendonly yes[\s\S]*maxmemory 2560mb/) }),
    ),
    otherwise(
      'S4-262',
      'K',
      'Accounts, rights and roles of five components',
      'External Secrets has no role of its own: each store has one (X-106).',
      rendered('redis-cluster/triptrip-cache/serviceaccount-redis-cluster.yaml')({ kind: 'ServiceAccount' }),
      rendered('fluent-bit/logging/serviceaccount-fluent-bit.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.fluent-bit}',
      }),
      rendered('fluent-bit/_cluster/clusterrolebinding-fluent-bit.yaml')({ kind: 'ClusterRoleBinding' }),
      rendered('node-problem-detector/_cluster/clusterrolebinding-node-problem-detector.yaml')({
        'roleRef.name': 'system:node-problem-detector',
      }),
      rendered('cluster-autoscaler/values.yaml')({ 'rbac.serviceAccount.name': 'cluster-autoscaler' }),
    ),
    done(
      'S4-263',
      'K',
      'The ConfigMap of Fluent Bit',
      rendered(
        'fluent-bit/logging/configmap-fluent-bit-config.yaml',
        'data',
      )({ '["fluent-bit.yaml"]': matching(/cloudwatch_logs/) }),
    ),
    done(
      'S4-264',
      'K',
      'The ConfigMap of the problem detector',
      rendered(
        'node-problem-detector/node-problem-detector/configmap-node-problem-detector-config.yaml',
        'data',
      )({
        '["kernel-monitor.json"]': present,
        '["readonly-monitor.json"]': present,
        '["systemd-monitor.json"]': present,
      }),
    ),
    done(
      'S4-265',
      'K+T',
      'The StorageClass `gp3-encrypted`',
      rendered('storage-classes/_cluster/storageclass-gp3-encrypted.yaml')({
        provisioner: 'ebs.csi.aws.com',
        volumeBindingMode: 'WaitForFirstConsumer',
        allowVolumeExpansion: true,
        'parameters.type': 'gp3',
        'parameters.encrypted': 'true',
        'parameters.kmsKeyId': '{kms_key_arn_ebs}',
      }),
    ),
    done(
      'S4-266',
      'K',
      'A TriggerAuthentication for AWS',
      rendered('triptrip/triptrip-workers/triggerauthentication-keda-aws-credentials.yaml')({
        'spec.podIdentity.provider': 'aws',
      }),
      rendered('triptrip/triptrip-batch/triggerauthentication-keda-aws-credentials.yaml')({
        'spec.podIdentity.provider': 'aws',
      }),
    ),
    done(
      'S4-267',
      'K',
      'Deployments of web, worker and queue worker',
      rendered('triptrip-web/triptrip-web/deployment-triptrip-web.yaml')({
        'spec.template.spec.containers[name=web].image': matching(/\/triptrip-web@sha256:/),
      }),
      rendered('triptrip-worker/triptrip-workers/deployment-triptrip-worker.yaml')({ kind: 'Deployment' }),
      rendered('triptrip-queue-worker/triptrip-workers/deployment-triptrip-queue-worker.yaml')({
        kind: 'Deployment',
      }),
    ),
    done(
      'S4-268',
      'K',
      'The Gateway',
      rendered(
        'ingress/istio-system/gateway-public-gateway.yaml',
        'spec',
      )({
        'servers[0].hosts': ['triptrip-api/*', 'triptrip-web/*'],
        'servers[0].port': { name: 'https', number: 443, protocol: 'HTTPS' },
      }),
    ),
    done(
      'S4-269',
      'K',
      'The AppProject',
      on(
        rendered(
          'argocd/argocd/appproject-triptrip.yaml',
          'spec',
        )({ clusterResourceWhitelist: [], 'destinations[0].name': 'triptrip-production' }),
        'triptrip-production',
      ),
    ),
    otherwise(
      'S4-270',
      'K',
      'Namespaces',
      'None for a database, which is RDS (X-19); one for all workers (X-22).',
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
    ),
    otherwise(
      'S4-271',
      'T',
      'The database',
      'RDS, by its address from Terraform (X-19).',
      output('databases', { 'triptrip.engine': 'postgres', 'triptrip.port': 5432 }),
      output('data_subnet_cidrs'),
    ),
    otherwise(
      'S4-272',
      'K+T',
      'Kafka',
      'None until the contract gives brokers (X-49); no object names one.',
      rendered('triptrip-api/triptrip-api/configmap-triptrip-api-config.yaml')({
        'data.KAFKA_BOOTSTRAP_SERVERS': absent,
      }),
    ),
    otherwise(
      'S4-273',
      'K',
      'The collector of traces',
      'An OpenTelemetry collector that sends to X-Ray (X-13).',
      rendered('opentelemetry-collector/tracing/deployment-opentelemetry-collector.yaml')({
        kind: 'Deployment',
      }),
      rendered('opentelemetry-collector/tracing/service-opentelemetry-collector.yaml')({ kind: 'Service' }),
    ),
    otherwise(
      'S4-274',
      'K',
      'Prometheus, metrics-server, an adapter',
      'KEDA in place of the adapter (X-38).',
      application('kube-prometheus-stack'),
      application('metrics-server'),
      application('keda'),
    ),
    otherwise(
      'S4-275',
      'K',
      'The controllers',
      'No Sealed Secrets (X-107), no gVisor (X-25), and no device plugin, for nothing wants a GPU (X-56).',
      application('keda'),
      application('vertical-pod-autoscaler'),
      application('external-secrets'),
      application('aws-load-balancer-controller'),
      application('prometheus-operator-crds'),
      nothing(/sealed-secrets|gvisor|nvidia/, 'none of the three'),
    ),
    done(
      'S4-276',
      'K',
      'The Secret `redis-credentials`',
      rendered(
        'redis-cluster/triptrip-cache/externalsecret-redis-credentials.yaml',
        'spec',
      )({ 'target.name': 'redis-credentials', 'dataFrom[0].extract.key': '{secret_path_prefix}/redis' }),
    ),
  ],
};
