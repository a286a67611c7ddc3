import { parse } from 'yaml';
import { query } from '../../../scripts/rows/query.ts';
import { add, type Breakage, deleted, drop, of, only, push, set, without } from '../breakage.ts';

const TASKS = 'task-manager';
const PRODUCTION = ['sre-portfolio'];
const DEVELOPMENT = ['sre-portfolio-dev'];
const deployments = of('deployment', (name) => `deployment-${name}.yaml`, TASKS);
const budgets = of('deployment', (name) => `poddisruptionbudget-${name}.yaml`, TASKS);
const policies = of('deployment', (name) => `networkpolicy-allow-${name}.yaml`, TASKS);

/** A file in the namespace of the product, whatever the environment. */
const inApp =
  (unit: string, file: string): Breakage['files'] =>
  ({ cluster }) =>
    cluster.name.startsWith('sre-portfolio') ? [`${unit}/app-${cluster.environment}/${file}.yaml`] : [];

const api = (file: string) => inApp('api-service', file);
const isOfApi = (rule: unknown): boolean =>
  query(rule, 'http.paths[0].backend.service.name') === 'api-service';
const ingress = inApp('task-manager-ingress', 'ingress-app-ingress');
const annotation = (name: string) => `metadata.annotations["alb.ingress.kubernetes.io/${name}"]`;
const container = 'spec.template.spec.containers[0]';
const values = only('kube-prometheus-stack/values.yaml');
const storageClass = only('storage-classes/_cluster/storageclass-gp3-encrypted.yaml');
const schedule = only('velero/velero/schedule-hourly.yaml');
const logs = only('fluent-bit/logging/configmap-fluent-bit-config.yaml');
const alerts = only('cluster-alerts/monitoring/prometheusrule-cluster-alerts.yaml');
const dashboard = (name: string) => only(`grafana/monitoring/configmap-dashboard-${name}.yaml`);

/** A change of the document that a text in the data of a ConfigMap holds. */
function inText(key: string, change: Breakage['change']): Breakage['change'] {
  return (document) => {
    const text = query(document, `data["${key}"]`);
    const changed = JSON.stringify(change(parse(typeof text === 'string' ? text : '')));
    return set(`data["${key}"]`, changed)(document);
  };
}

const panels = (name: string, change: Breakage['change']) => inText(`${name}.json`, change);

const titled = (title: string) => (panel: unknown) => query(panel, 'title') === title;

const DASHBOARDS: readonly (readonly [row: string, name: string, ...titles: readonly string[]])[] = [
  [
    'S1-33',
    'golden-signals',
    'P95 by service',
    'Requests a second',
    'Share of answers with 5xx',
    'Memory of the limit',
  ],
  [
    'S2-69',
    'cluster-overview',
    'Nodes',
    'Pods that run',
    'CPU of each node',
    'Memory of each node',
    'Network of each node',
  ],
  ['S2-70', 'application', 'Request rate', 'Error rate', 'Response time', 'Active connections'],
  ['S2-71', 'database', 'Connections of the pools', 'Latency of reads and writes', 'Slow queries'],
  [
    'S2-72',
    'service-levels',
    'Availability in the window',
    'Error budget that is left',
    'Fast requests in the window',
  ],
];

const dashboards: readonly Breakage[] = DASHBOARDS.flatMap(([row, name, ...titles]): readonly Breakage[] => [
  {
    says: `${name} without panels`,
    row,
    files: dashboard(name),
    change: panels(name, set('panels', [])),
  },
  {
    says: `${name} that Grafana does not load`,
    row,
    files: dashboard(name),
    change: drop('metadata.labels.grafana_dashboard'),
  },
  {
    says: `${name} whose panels ask nothing`,
    row,
    files: dashboard(name),
    change: panels(name, set('panels[*].targets', [])),
  },
  ...titles.map(
    (title): Breakage => ({
      says: `${name} without ${title}`,
      row,
      files: dashboard(name),
      change: panels(name, without('panels', titled(title))),
    }),
  ),
]);

const workloads: readonly Breakage[] = [
  {
    says: 'volumes in the clear',
    row: 'S1-17',
    files: storageClass,
    change: set('parameters.encrypted', 'false'),
  },
  {
    says: 'an autoscaler of another Deployment',
    row: 'S1-21',
    files: api('horizontalpodautoscaler-api-service-hpa'),
    change: set('spec.scaleTargetRef.name', 'worker'),
    clusters: PRODUCTION,
  },
  {
    says: 'every host leads to the frontend',
    row: 'S1-24',
    files: ingress,
    change: set('spec.rules[*].http.paths[0].backend.service.name', 'frontend-service'),
  },
  {
    says: 'the API without its host',
    row: 'S2-24',
    files: ingress,
    change: without('spec.rules', isOfApi),
  },
  {
    says: 'the frontend reaches the database',
    row: 'S1-25',
    files: inApp('frontend-service', 'networkpolicy-allow-frontend-service'),
    change: add(
      ['spec', 'egress'],
      [{ to: [{ ipBlock: { cidr: '10.0.21.0/24' } }], ports: [{ port: 5432 }] }],
    ),
  },
  {
    says: 'the frontend with a role in AWS',
    row: 'S1-27',
    files: inApp('frontend-service', 'serviceaccount-frontend-service'),
    change: add(['metadata', 'annotations'], { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/admin' }),
  },
  {
    says: 'an experiment that begins by itself',
    row: 'S1-43',
    files: only('task-manager-chaos/chaos-engineering/schedule-api-pod-kill.yaml'),
    change: set('metadata.annotations["experiment.chaos-mesh.org/pause"]', 'false'),
    clusters: DEVELOPMENT,
  },
  {
    says: 'an experiment on production',
    row: 'S2-28',
    files: only('task-manager-chaos/chaos-engineering/schedule-zone-pod-kill.yaml'),
    change: set('spec.podChaos.selector.namespaces', ['app-production']),
    clusters: DEVELOPMENT,
  },
  {
    says: 'Chaos Mesh in production',
    row: 'S1-43',
    files: only('chaos-mesh/values.yaml'),
    change: () => ({ controllerManager: {} }),
    clusters: PRODUCTION,
  },
  { says: 'a drain that takes every pod', row: 'S2-15', files: budgets, change: set('spec.selector', {}) },
  {
    says: 'pods that may all stand in one zone',
    row: 'S2-16',
    files: deployments,
    change: set('spec.template.spec.topologySpreadConstraints[0].whenUnsatisfiable', 'ScheduleAnyway'),
  },
  {
    says: 'a quota cut to one pod',
    row: 'S2-18',
    files: ({ cluster }) => [`namespaces/app-${cluster.environment}/resourcequota-quota.yaml`],
    change: set('spec.hard.pods', 1),
    clusters: [...PRODUCTION, ...DEVELOPMENT],
  },
  {
    says: 'an update that takes pods away first',
    row: 'S2-32',
    files: api('deployment-api-service'),
    change: set('spec.strategy.rollingUpdate.maxUnavailable', 1),
  },
  {
    says: 'the image by its tag',
    row: 'S2-33',
    files: api('deployment-api-service'),
    change: set(`${container}.image`, '333344445555.dkr.ecr.ap-northeast-1.amazonaws.com/api-service:latest'),
  },
  {
    says: 'no limit of memory',
    row: 'S2-34',
    files: api('deployment-api-service'),
    change: drop(`${container}.resources.limits.memory`),
  },
  {
    says: 'readiness that asks for liveness',
    row: 'S2-36',
    files: api('deployment-api-service'),
    change: set(`${container}.readinessProbe.httpGet.path`, '/health'),
  },
  {
    says: 'an upper bound below the ten of the row',
    row: 'S2-43',
    files: api('horizontalpodautoscaler-api-service-hpa'),
    change: set('spec.maxReplicas', 9),
    clusters: PRODUCTION,
  },
  {
    says: 'CPU of all containers',
    row: 'S2-44',
    files: api('horizontalpodautoscaler-api-service-hpa'),
    change: set('spec.metrics[0].containerResource.target.averageUtilization', 95),
    clusters: PRODUCTION,
  },
  {
    says: 'a Service that leads nowhere',
    row: 'S2-46',
    files: api('service-api-service'),
    change: set('spec.selector', { app: 'other' }),
  },
  {
    says: 'plain HTTP from the Internet',
    row: 'S2-53',
    files: ingress,
    change: set(annotation('listen-ports'), '[{"HTTP":80},{"HTTPS":443}]'),
  },
  {
    says: 'health that is not asked',
    row: 'S2-52',
    files: ingress,
    change: drop(annotation('healthcheck-path')),
  },
  {
    says: 'a password in the ConfigMap of nobody',
    row: 'S2-58',
    files: api('externalsecret-api-service-secrets'),
    change: drop('spec.data[secretKey=DB_PASS]'),
  },
  {
    says: 'a migration that no rollout waits for',
    row: 'S2-62',
    files: api('job-api-service-migration'),
    change: drop('metadata.annotations["argocd.argoproj.io/hook"]'),
  },
  {
    says: 'a migration that skips its errors',
    row: 'S2-62',
    files: api('job-api-service-migration'),
    change: without(`${container}.command`, (part) => part === '--set=ON_ERROR_STOP=1'),
  },
];

const observed: readonly Breakage[] = [
  {
    says: 'logs that go nowhere',
    row: 'S1-35',
    files: logs,
    change: inText('fluent-bit.yaml', set('pipeline.outputs[*].name', 'null')),
  },
  {
    says: 'logs of system nodes alone',
    row: 'S1-35',
    files: only('fluent-bit/logging/daemonset-fluent-bit.yaml'),
    change: set('spec.template.spec.nodeSelector', { 'node-role': 'system' }),
  },
  {
    says: 'metrics for 15 hours',
    row: 'S2-68',
    files: values,
    change: set('prometheus.prometheusSpec.retention', '15h'),
  },
  {
    says: 'logs of the API in another group',
    row: 'S2-74',
    files: logs,
    change: inText(
      'fluent-bit.yaml',
      set('pipeline.outputs[alias=application-api-service].log_group_name', '/aws/eks/other'),
    ),
  },
  {
    says: 'events that nobody reads',
    row: 'S2-73',
    files: only('fluent-bit/logging/configmap-fluent-bit-events-config.yaml'),
    change: inText('fluent-bit.yaml', set('pipeline.inputs', [])),
  },
  {
    says: 'the rule on CPU turned around',
    row: 'S2-85',
    files: alerts,
    change: set(
      'spec.groups[*].rules[alert=NodeCpuHigh].expr',
      '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m])) < 0.8',
    ),
  },
  {
    says: 'the rule on memory after an hour',
    row: 'S2-86',
    files: alerts,
    change: set('spec.groups[*].rules[alert=NodeMemoryHigh].for', '1h'),
  },
  {
    says: 'errors that page nobody',
    row: 'S2-87',
    files: of('service', (name) => `prometheusrule-${name}.yaml`, TASKS),
    change: set('spec.groups[*].rules[alert=ServiceErrorRatioHigh].labels.severity', 'info'),
    clusters: PRODUCTION,
  },
  {
    says: 'missing pods that nobody hears of',
    row: 'S2-88',
    files: of('service', (name) => `prometheusrule-${name}.yaml`, TASKS),
    change: drop('spec.groups[*].rules[alert=WorkloadReplicasLow]'),
    clusters: PRODUCTION,
  },
  {
    says: 'rules that Prometheus does not read',
    row: 'S2-85',
    files: values,
    change: set('prometheus.prometheusSpec.ruleSelectorNilUsesHelmValues', true),
  },
  {
    says: 'a new build that pages nobody',
    row: 'S2-109',
    files: api('prometheusrule-api-service'),
    change: set('spec.groups[*].rules[alert=NewBuildErrorRatioHigh].labels.severity', 'warning'),
    clusters: PRODUCTION,
  },
  {
    says: 'critical alerts that stay in Slack',
    row: 'S2-109',
    files: values,
    change: without(
      'alertmanager.config.route.routes',
      (route) => query(route, 'receiver') === 'incident-io',
    ),
    clusters: PRODUCTION,
  },
];

const kept: readonly Breakage[] = [
  {
    says: 'a way to the stores for everything in the namespace',
    row: 'S2-99',
    files: policies,
    change: set('spec.podSelector', {}),
  },
  {
    says: 'one more policy in the namespace',
    row: 'S2-99',
    files: inApp('task-manager', 'networkpolicy-allow-stores'),
    change: () => ({ kind: 'NetworkPolicy', spec: { podSelector: {}, egress: [{}] } }),
  },
  {
    says: 'a Secret of another path',
    row: 'S2-101',
    files: api('externalsecret-api-service-secrets'),
    change: set('spec.data[secretKey=JWT_SECRET].remoteRef.key', '/dev/other/jwt'),
  },
  {
    says: 'the level baseline for a product',
    row: 'S2-102',
    files: ({ cluster }) => [`namespaces/_cluster/namespace-app-${cluster.environment}.yaml`],
    change: set('metadata.labels["pod-security.kubernetes.io/enforce"]', 'baseline'),
    clusters: [...PRODUCTION, ...DEVELOPMENT],
  },
  {
    says: 'a product that may write to its root file system',
    row: 'S2-102',
    files: only('constraints/_cluster/readonlyrootfilesystem-read-only-root-filesystem.yaml'),
    change: push('spec.match.excludedNamespaces', 'app-production'),
    clusters: PRODUCTION,
  },
  {
    says: 'a container as root',
    row: 'S2-103',
    files: deployments,
    change: set('spec.template.spec.securityContext.runAsNonRoot', false),
  },
  {
    says: 'a smoke test before the sync',
    row: 'S2-110',
    files: of('service', (name) => `job-${name}-smoke-test.yaml`, TASKS),
    change: set('metadata.annotations["argocd.argoproj.io/hook"]', 'PreSync'),
    clusters: PRODUCTION,
  },
  {
    says: 'all pods on Spot',
    row: 'S2-113',
    files: deployments,
    change: drop('spec.template.spec.topologySpreadConstraints[2]'),
  },
  {
    says: 'development that works at weekends',
    row: 'S2-115',
    files: of('deployment', (name) => `scaledobject-${name}.yaml`, TASKS),
    change: set('spec.triggers[type=cron].metadata.end', '0 22 * * Mon-Sun'),
    clusters: DEVELOPMENT,
  },
  {
    says: 'development that keeps a pod',
    row: 'S2-115',
    files: of('deployment', (name) => `scaledobject-${name}.yaml`, TASKS),
    change: set('spec.minReplicaCount', 1),
    clusters: DEVELOPMENT,
  },
  {
    says: 'another class by default',
    row: 'S2-117',
    files: only('storage-classes/_cluster/storageclass-gp2.yaml'),
    change: () => ({ kind: 'StorageClass', parameters: { type: 'gp2' } }),
  },
  { says: 'backups paused', row: 'S2-119', files: schedule, change: add(['spec', 'paused'], true) },
  { says: 'backups once a day', row: 'S2-119', files: schedule, change: set('spec.schedule', '0 3 * * *') },
  { says: 'backups for a day', row: 'S2-119', files: schedule, change: set('spec.template.ttl', '24h0m0s') },
  {
    says: 'backups without volumes',
    row: 'S2-119',
    files: schedule,
    change: set('spec.template.snapshotVolumes', false),
  },
  {
    says: 'backups without the product',
    row: 'S2-119',
    files: schedule,
    change: set('spec.template.includedNamespaces', ['monitoring']),
  },
  {
    says: 'Secrets in the bucket',
    row: 'S2-119',
    files: schedule,
    change: without('spec.template.excludedResources', (one) => one === 'secrets'),
  },
  {
    says: 'backups into the bucket of another cluster',
    row: 'S2-119',
    files: only('velero/velero/backupstoragelocation-default.yaml'),
    change: set('spec.objectStorage.bucket', 'other'),
  },
  {
    says: 'missing backups that nobody hears of',
    row: 'S2-119',
    files: only('velero/velero/prometheusrule-velero.yaml'),
    change: deleted,
  },
];

/** What could be taken away from the task manager (S1, S2). */
export const taskManagerBreakages: readonly Breakage[] = [...dashboards, ...workloads, ...observed, ...kept];
