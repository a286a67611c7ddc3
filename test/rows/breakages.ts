import { query } from '../../scripts/rows/query.ts';
import {
  add,
  type Breakage,
  deleted,
  drop,
  of,
  ofMeshed,
  ofNamespaces,
  only,
  push,
  rename,
  set,
  without,
} from './breakage.ts';

const TRIPTRIP = 'triptrip';
const PRODUCTION = ['triptrip-production'];

const deny = ofNamespaces((name) => `namespaces/${name}/networkpolicy-default-deny-all.yaml`);
const dns = ofNamespaces((name) => `namespaces/${name}/networkpolicy-allow-dns.yaml`);
const policies = of('workload', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
const outgoing = of('caller', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
const reached = of('deployment', (name) => `networkpolicy-allow-${name}.yaml`, TRIPTRIP);
const callers = of('service', (name) => `authorizationpolicy-allow-${name}.yaml`, TRIPTRIP);
const deployments = of('deployment', (name) => `deployment-${name}.yaml`, TRIPTRIP);
const budgets = of('deployment', (name) => `poddisruptionbudget-${name}.yaml`, TRIPTRIP);
const rules = of('workload', (name) => `prometheusrule-${name}.yaml`, TRIPTRIP);
const quotas = ofNamespaces((name) => `namespaces/${name}/resourcequota-quota.yaml`, TRIPTRIP);
const api = (file: string) => only(`triptrip-api/triptrip-api/${file}.yaml`);
const application = only('applications/argocd/application-{cluster}-triptrip-api.yaml');
const container = 'spec.template.spec.containers[0]';
const isPrometheus = (rule: unknown): boolean => query(rule, 'ports[0].port') === 15020;

const network: readonly Breakage[] = [
  { says: 'default deny deleted in a namespace', row: 'S4-190', files: deny, change: deleted },
  {
    says: 'default deny for ingress alone',
    row: 'S4-190',
    files: deny,
    change: set('spec.policyTypes', ['Ingress']),
  },
  {
    says: 'default deny for some pods alone',
    row: 'S4-190',
    files: deny,
    change: set('spec.podSelector', { matchLabels: { app: 'one' } }),
  },
  {
    says: 'default deny that admits all',
    row: 'S4-190',
    files: deny,
    change: add(['spec', 'ingress'], [{}]),
  },
  {
    says: 'a policy that allows all beside the default deny',
    row: 'S4-190',
    files: ofNamespaces((name) => `namespaces/${name}/networkpolicy-allow-all.yaml`),
    change: () => ({ kind: 'NetworkPolicy', spec: { podSelector: {}, ingress: [{}] } }),
  },
  { says: 'names asked for anywhere', row: 'S4-195', files: dns, change: drop('spec.egress[0].to') },
  { says: 'DNS by TCP alone', row: 'S4-195', files: dns, change: drop('spec.egress[0].ports[1]') },
  {
    says: 'egress to every address',
    row: 'S4-191',
    files: policies,
    change: push('spec.egress', {
      ports: [{ port: 443, protocol: 'TCP' }],
      to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
    }),
  },
  {
    says: 'egress without peers',
    row: 'S4-191',
    files: policies,
    change: push('spec.egress', { ports: [{ port: 25, protocol: 'TCP' }] }),
  },
  {
    says: 'egress that is no longer bounded',
    row: 'S4-191',
    files: policies,
    change: set('spec.policyTypes', []),
  },
  { says: 'a way out less', row: 'S4-191', files: outgoing, change: drop('spec.egress[0]') },
  {
    says: 'policy for every pod of the namespace',
    row: 'S4-191',
    files: policies,
    change: set('spec.podSelector', {}),
  },
  {
    says: '15020 closed to Prometheus',
    row: 'S4-194',
    files: reached,
    change: without('spec.ingress', isPrometheus),
  },
  {
    says: 'any namespace may come in',
    row: 'S4-191',
    files: reached,
    change: set('spec.ingress[0].from[0].namespaceSelector', {}),
  },
  {
    says: 'private networks among the public addresses',
    row: 'S4-198',
    files: api('networkpolicy-allow-triptrip-api'),
    change: set('spec.egress[3].to[0].ipBlock.except', ['10.0.0.0/8']),
  },
];

const mesh: readonly Breakage[] = [
  {
    says: 'STRICT turned to PERMISSIVE',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: set('spec.mtls.mode', 'PERMISSIVE'),
  },
  {
    says: 'a port without mTLS',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/peerauthentication-default.yaml`),
    change: add(['spec', 'portLevelMtls'], { 8080: { mode: 'DISABLE' } }),
  },
  {
    says: 'a second PeerAuthentication',
    row: 'S4-277',
    files: only('triptrip-api/triptrip-api/peerauthentication-open.yaml'),
    change: () => ({ spec: { mtls: { mode: 'PERMISSIVE' } } }),
  },
  {
    says: 'allow-nothing allows all',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/authorizationpolicy-allow-nothing.yaml`),
    change: add(['spec', 'rules'], [{}]),
  },
  {
    says: 'allow-nothing deleted',
    row: 'S4-277',
    files: ofMeshed((name) => `mesh-policies/${name}/authorizationpolicy-allow-nothing.yaml`),
    change: deleted,
  },
  {
    says: 'one more caller',
    row: 'S4-277',
    files: callers,
    change: push('spec.rules[0].from[0].source.principals', 'cluster.local/ns/default/sa/default'),
  },
  {
    says: "the gateway's identity replaced",
    row: 'S4-277',
    files: callers,
    change: set('spec.rules[0].from[0].source.principals[0]', 'cluster.local/ns/istio-system/sa/default'),
  },
  {
    says: 'principals turned to notPrincipals',
    row: 'S4-277',
    files: callers,
    change: rename('spec.rules[0].from[0].source.principals', 'notPrincipals'),
  },
  { says: 'callers by any identity', row: 'S4-277', files: callers, change: drop('spec.rules[0].from') },
  { says: 'callers at any port', row: 'S4-277', files: callers, change: drop('spec.rules[0].to') },
  { says: 'ALLOW turned to DENY', row: 'S4-277', files: callers, change: set('spec.action', 'DENY') },
  { says: 'callers of every workload', row: 'S4-277', files: callers, change: drop('spec.selector') },
  {
    says: 'unknown hosts allowed',
    row: 'S4-160',
    files: of('workload', (name) => `sidecar-${name}.yaml`, TRIPTRIP),
    change: set('spec.outboundTrafficPolicy.mode', 'ALLOW_ANY'),
  },
  {
    says: 'a sidecar that knows every host',
    row: 'S4-160',
    files: of('workload', (name) => `sidecar-${name}.yaml`, TRIPTRIP),
    change: set('spec.egress[0].hosts', ['*/*']),
  },
  {
    says: 'unknown hosts allowed in the whole mesh',
    row: 'S4-160',
    files: only('istiod/values.yaml'),
    change: set('meshConfig.outboundTrafficPolicy.mode', 'ALLOW_ANY'),
  },
  {
    says: 'automatic mTLS off',
    row: 'S4-159',
    files: only('istiod/values.yaml'),
    change: set('meshConfig.enableAutoMtls', false),
  },
  {
    says: 'TLS to the API disabled',
    row: 'S4-177',
    files: api('destinationrule-triptrip-api'),
    change: add(['spec', 'trafficPolicy', 'tls'], { mode: 'DISABLE' }),
  },
  {
    says: 'nobody is ejected',
    row: 'S4-176',
    files: api('destinationrule-triptrip-api'),
    change: drop('spec.trafficPolicy.outlierDetection'),
  },
  {
    says: 'bookings tried again',
    row: 'S4-170',
    files: api('virtualservice-triptrip-api-public'),
    change: set('spec.http[name=stable].retries.retryOn', '5xx'),
  },
  {
    says: 'requests to pods of another subset',
    row: 'S4-167',
    files: api('virtualservice-triptrip-api'),
    change: set('spec.http[*].route[0].destination.subset', 'canary'),
  },
  {
    says: 'nothing traced',
    row: 'S4-181',
    files: only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml'),
    change: set('spec.tracing[0].randomSamplingPercentage', 0),
  },
  {
    says: 'no access log',
    row: 'S4-180',
    files: only('mesh-telemetry/istio-system/telemetry-mesh-default.yaml'),
    change: drop('spec.accessLogging[0]'),
  },
];

const entry: readonly Breakage[] = [
  {
    says: 'SIMPLE turned to PASSTHROUGH',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: set('spec.servers[0].tls.mode', 'PASSTHROUGH'),
  },
  {
    says: 'plain HTTP at the gateway',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: push('spec.servers', { hosts: ['*/*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }),
  },
  {
    says: 'old TLS at the gateway',
    row: 'S4-268',
    files: only('ingress/istio-system/gateway-public-gateway.yaml'),
    change: drop('spec.servers[0].tls.minProtocolVersion'),
  },
  {
    says: 'a host of no service at the entry',
    row: 'S4-268',
    files: only('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml'),
    change: push('spec.rules[0].to[0].operation.hosts', '*'),
  },
  {
    says: 'hosts turned to notHosts at the entry',
    row: 'S4-268',
    files: only('ingress/istio-system/authorizationpolicy-allow-exposed-hosts.yaml'),
    change: rename('spec.rules[0].to[0].operation.hosts', 'notHosts'),
  },
  {
    says: 'the load balancer past the gateway',
    row: 'S4-213',
    files: only('ingress/istio-system/ingress-public.yaml'),
    change: set('spec.rules[0].http.paths[0].backend.service.name', 'triptrip-api'),
  },
  {
    says: 'no firewall before the load balancer',
    row: 'S4-213',
    files: only('ingress/istio-system/ingress-public.yaml'),
    change: drop('metadata.annotations["alb.ingress.kubernetes.io/wafv2-acl-arn"]'),
  },
];

const pods: readonly Breakage[] = [
  { says: 'a Deployment deleted', row: 'S4-267', files: deployments, change: deleted },
  ...(['startupProbe', 'livenessProbe', 'readinessProbe'] as const).map((probe) => ({
    says: `${probe} removed`,
    row: 'X-110',
    files: deployments,
    change: drop(`${container}.${probe}`),
  })),
  { says: 'no wait before the end', row: 'X-98', files: deployments, change: drop(`${container}.lifecycle`) },
  {
    says: 'spread over the zones gone',
    row: 'X-103',
    files: deployments,
    change: drop('spec.template.spec.topologySpreadConstraints[0]'),
  },
  {
    says: 'all spread gone',
    row: 'X-103',
    files: deployments,
    change: drop('spec.template.spec.topologySpreadConstraints'),
  },
  {
    says: 'spread of other pods',
    row: 'X-103',
    files: deployments,
    change: set('spec.template.spec.topologySpreadConstraints[0].labelSelector', {
      matchLabels: { app: 'other' },
    }),
  },
  {
    says: 'an account of the namespace',
    row: 'X-2',
    files: deployments,
    change: set('spec.template.spec.serviceAccountName', 'default'),
  },
  {
    says: 'a token in the pod',
    row: 'S4-186',
    files: deployments,
    change: set('spec.template.spec.automountServiceAccountToken', true),
  },
  {
    says: 'root allowed',
    row: 'S4-186',
    files: deployments,
    change: set('spec.template.spec.securityContext.runAsNonRoot', false),
  },
  {
    says: 'capabilities kept',
    row: 'S4-186',
    files: deployments,
    change: set(`${container}.securityContext.capabilities.drop`, []),
  },
  {
    says: 'a file system to write to',
    row: 'S4-186',
    files: deployments,
    change: set(`${container}.securityContext.readOnlyRootFilesystem`, false),
  },
  {
    says: 'privileged',
    row: 'S4-186',
    files: deployments,
    change: add(['spec', 'template', 'spec', 'containers', 0, 'securityContext', 'privileged'], true),
  },
  {
    says: "the host's network",
    row: 'S4-186',
    files: deployments,
    change: add(['spec', 'template', 'spec', 'hostNetwork'], true),
  },
  {
    says: 'the registry replaced',
    row: 'X-89',
    files: deployments,
    change: set(`${container}.image`, 'docker.io/library/nginx:latest'),
  },
  {
    says: 'the image by a tag',
    row: 'X-89',
    files: api('deployment-triptrip-api'),
    change: set(`${container}.image`, 'triptrip-api:v1.2.3'),
  },
  {
    says: 'another version on the label',
    row: 'X-89',
    files: deployments,
    change: set('spec.template.metadata.labels.version', 'v0'),
  },
  {
    says: 'limits removed',
    row: 'S4-67',
    files: api('deployment-triptrip-api'),
    change: drop(`${container}.resources.limits`),
  },
  {
    says: 'half the CPU',
    row: 'S4-67',
    files: api('deployment-triptrip-api'),
    change: set(`${container}.resources.requests.cpu`, '250m'),
  },
  {
    says: 'an update that takes pods away',
    row: 'S4-57',
    files: api('deployment-triptrip-api'),
    change: set('spec.strategy.rollingUpdate.maxUnavailable', '100%'),
  },
  {
    says: 'everything at once',
    row: 'S4-57',
    files: api('deployment-triptrip-api'),
    change: set('spec.strategy', { type: 'Recreate' }),
  },
  {
    says: 'a fixed number of pods',
    row: 'S4-56',
    files: api('deployment-triptrip-api'),
    change: add(['spec', 'replicas'], 1),
  },
  {
    says: 'other nodes',
    row: 'X-109',
    files: deployments,
    change: set('spec.template.spec.nodeSelector', {}),
  },
  {
    says: 'no priority',
    row: 'X-109',
    files: deployments,
    change: drop('spec.template.spec.priorityClassName'),
  },
  {
    says: 'a second container',
    row: 'S4-54',
    files: api('deployment-triptrip-api'),
    change: push('spec.template.spec.containers', { name: 'miner' }),
  },
];

const amounts: readonly Breakage[] = [
  {
    says: 'a quota of one pod',
    row: 'S4-283',
    files: ofNamespaces((name) => `namespaces/${name}/resourcequota-quota.yaml`, TRIPTRIP),
    change: (document) =>
      query(document, 'spec.hard.pods') === 0 ? undefined : set('spec.hard.pods', 1)(document),
  },
  {
    says: 'a quota without memory',
    row: 'S4-283',
    files: quotas,
    change: drop('spec.hard["limits.memory"]'),
  },
  { says: 'a quota deleted', row: 'S4-283', files: quotas, change: deleted },
  {
    says: 'a quota that demands a limit of CPU',
    row: 'S4-283',
    files: quotas,
    change: add(['spec', 'hard', 'limits.cpu'], '10'),
  },
  {
    says: 'no default of memory',
    row: 'S4-281',
    files: ofNamespaces((name) => `namespaces/${name}/limitrange-defaults.yaml`, TRIPTRIP),
    change: drop('spec.limits[0].default'),
  },
  {
    says: 'the most pods are the least',
    row: 'S4-119',
    files: api('scaledobject-triptrip-api'),
    change: set('spec.maxReplicaCount', 5),
  },
  {
    says: 'the autoscaler of another workload',
    row: 'S4-118',
    files: api('scaledobject-triptrip-api'),
    change: set('spec.scaleTargetRef.name', 'triptrip-web'),
  },
  {
    says: 'no trigger but CPU',
    row: 'S4-210',
    files: api('scaledobject-triptrip-api'),
    change: drop('spec.triggers[1]'),
  },
  {
    says: 'CPU of the pod',
    row: 'S4-120',
    files: api('scaledobject-triptrip-api'),
    change: drop('spec.triggers[type=cpu].metadata.containerName'),
  },
  {
    says: 'down at once',
    row: 'S4-124',
    files: api('scaledobject-triptrip-api'),
    change: set(
      'spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds',
      0,
    ),
  },
  {
    says: 'pods resized by themselves',
    row: 'S4-127',
    files: api('verticalpodautoscaler-triptrip-api-vpa'),
    change: set('spec.updatePolicy.updateMode', 'Auto'),
  },
  {
    says: 'a budget of none',
    row: 'S4-284',
    files: budgets,
    change: (document) => set('spec.maxUnavailable', '100%')(set('spec.minAvailable', 0)(document)),
  },
  { says: 'a budget deleted', row: 'S4-284', files: budgets, change: deleted },
  {
    says: 'a budget of other pods',
    row: 'S4-284',
    files: budgets,
    change: set('spec.selector', { matchLabels: { app: 'other' } }),
  },
  {
    says: 'a second Redis node lost in a drain',
    row: 'S4-284',
    files: only('redis-cluster/triptrip-cache/poddisruptionbudget-redis-cluster.yaml'),
    change: set('spec.maxUnavailable', 3),
  },
  {
    says: 'Redis without two of its nodes',
    row: 'S4-82',
    files: only('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml'),
    change: set('spec.replicas', 4),
  },
  {
    says: 'volumes of Redis in the clear',
    row: 'S4-97',
    files: only('redis-cluster/triptrip-cache/statefulset-redis-cluster.yaml'),
    change: set('spec.volumeClaimTemplates[0].spec.storageClassName', 'gp2'),
  },
  {
    says: 'volumes without encryption',
    row: 'S4-265',
    files: only('storage-classes/_cluster/storageclass-gp3-encrypted.yaml'),
    change: set('parameters.encrypted', 'false'),
  },
  {
    says: 'the queue of nobody',
    row: 'S4-145',
    files: only('triptrip-queue-worker/triptrip-workers/scaledobject-triptrip-queue-worker.yaml'),
    change: set('spec.triggers[type=aws-sqs-queue].metadata.queueLength', '10000'),
  },
];

const secrets: readonly Breakage[] = [
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

const delivery: readonly Breakage[] = [
  {
    says: 'an Application that prunes nothing',
    row: 'S4-226',
    files: application,
    change: set('spec.syncPolicy.automated.prune', false),
  },
  {
    says: 'an Application that heals nothing',
    row: 'S4-226',
    files: application,
    change: drop('spec.syncPolicy.automated'),
  },
  {
    says: 'an Application of another folder',
    row: 'S4-226',
    files: application,
    change: set('spec.source.path', 'dist/triptrip-staging/other'),
  },
  {
    says: 'an Application deleted',
    row: 'X-81',
    files: (context) =>
      context.units.flatMap(({ name, clusters }) =>
        clusters.includes(context.cluster.name) && name !== 'applications'
          ? [`applications/argocd/application-${context.cluster.name}-${name}.yaml`]
          : [],
      ),
    change: deleted,
  },
  {
    says: 'a cluster less in the list',
    row: 'S4-227',
    clusters: PRODUCTION,
    files: only('argocd/argocd/applicationset-{cluster}.yaml'),
    change: set('spec.generators[0].list.elements', []),
  },
  {
    says: 'a list that deletes clusters',
    row: 'S4-227',
    clusters: PRODUCTION,
    files: only('argocd/argocd/applicationset-{cluster}.yaml'),
    change: set('spec.syncPolicy.preserveResourcesOnDeletion', false),
  },
  {
    says: 'a project that writes everywhere',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: push('spec.destinations', { name: '*', namespace: '*' }),
  },
  {
    says: 'a project with rights of the cluster',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: set('spec.clusterResourceWhitelist', [{ group: '*', kind: '*' }]),
  },
  {
    says: 'a project of any repository',
    row: 'S4-269',
    clusters: PRODUCTION,
    files: only('argocd/argocd/appproject-triptrip.yaml'),
    change: set('spec.sourceRepos', ['*']),
  },
];

const observability: readonly Breakage[] = [
  { says: 'all alerts of a workload removed', row: 'S4-278', files: rules, change: set('spec.groups', []) },
  {
    says: 'an alert without a receiver',
    row: 'S4-278',
    files: rules,
    change: set('spec.groups[*].rules[*].labels', {}),
  },
  {
    says: 'one alert of a service removed',
    row: 'S4-278',
    files: of('service', (name) => `prometheusrule-${name}.yaml`, TRIPTRIP),
    change: without('spec.groups[*].rules', (rule) => query(rule, 'alert') === 'ServiceErrorBudgetBurnsFast'),
  },
  {
    says: 'one alert of a workload removed',
    row: 'S4-278',
    files: rules,
    change: without('spec.groups[*].rules', (rule) => query(rule, 'alert') === 'WorkloadOutOfMemory'),
  },
  {
    says: 'alerts that never fire',
    row: 'S4-278',
    files: rules,
    change: set('spec.groups[*].rules[*].expr', 'vector(0) > 1'),
  },
  {
    says: 'a monitor of other pods',
    row: 'S4-215',
    files: api('servicemonitor-triptrip-api'),
    change: set('spec.selector', { matchLabels: { app: 'other' } }),
  },
  {
    says: 'a monitor deleted',
    row: 'X-77',
    files: of('service', (name) => `servicemonitor-${name}.yaml`, TRIPTRIP),
    change: deleted,
  },
  {
    says: 'logs of no node',
    row: 'S4-107',
    files: only('fluent-bit/logging/daemonset-fluent-bit.yaml'),
    change: set('spec.template.spec.tolerations', []),
  },
  {
    says: 'no alarm of Redis',
    row: 'S4-278',
    files: only('redis-cluster/triptrip-cache/prometheusrule-redis-cluster.yaml'),
    change: set('spec.groups[0].rules', []),
  },
];

/** What a reviewer, a slip of a hand or a change of the platform could take away: each refused by the row it breaks. */
export const breakages: readonly Breakage[] = [
  ...network,
  ...mesh,
  ...entry,
  ...pods,
  ...amounts,
  ...secrets,
  ...delivery,
  ...observability,
];
