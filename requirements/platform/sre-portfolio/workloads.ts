import { resourcesAtLeast } from '../../evidence/amounts.ts';
import { eachRunning, workload, workloadOf } from '../../evidence/members.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { boundsOf, monitored } from '../../evidence/workloads.ts';
import { each, file, heading, on, output, rendered } from '../../model/evidence.ts';
import { absent, atLeast, contains, exactly, including } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import { agentOnEachNode, toCloudWatch } from '../evidence/logs.ts';
import { arnOf } from '../evidence/outputs.ts';
import { declared } from '../evidence/texts.ts';
import { experiments } from '../task-management/monitoring.ts';
import { leadsToTheExposed } from './ingress.ts';

const deployment = (name: string) => rendered(`${name}/app-{environment}/deployment-${name}.yaml`);
const api = deployment('api-service');
const frontend = deployment('frontend-service');
const scaler = rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml', 'spec');
const container = (name: string) => `spec.template.spec.containers[name=${name}]`;

/** A bound of the API as it is declared; the row says what it may not fall below. */
const bound = (which: 'min' | 'max', path: string, least: number) =>
  on(
    each(workload('api-service', 'task-manager'), (name, context) =>
      scaler({
        [path]: declared(
          `scale.${which} × replicaFactor`,
          boundsOf(workloadOf(context, name), context)[which],
          atLeast(least),
        ),
      }),
    ),
    'sre-portfolio',
  );

/** A workload of the namespace, with the build of the contract. */
const runs = (name: string, component: string) =>
  deployment(name)({
    'metadata.name': name,
    'metadata.namespace': 'app-{environment}',
    'spec.selector.matchLabels': { app: name, track: 'stable' },
    'spec.template.metadata.labels.app': name,
    [`${container(component)}.image`]: `{ecr_registry}/${name}@{images.${name}.digest}`,
  });

const worked = [
  rendered('worker/app-{environment}/configmap-worker-config.yaml')({
    'data.TASK_JOBS_QUEUE_URL': '{queues.task-jobs.url}',
  }),
  rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
    'data.TASK_JOBS_QUEUE_URL': '{queues.task-jobs.url}',
  }),
  rendered('worker/app-{environment}/scaledobject-worker.yaml')({
    'spec.triggers[type=aws-sqs-queue].metadata.queueURL': '{queues.task-jobs.url}',
    'spec.scaleTargetRef.name': 'worker',
  }),
] as const;

export const workloads: EvidenceById = {
  'S2-22': [runs('api-service', 'api'), runs('frontend-service', 'frontend'), runs('worker', 'worker')],
  'S2-23': [
    ...worked,
    reachesAsDeclared(workload('worker', 'task-manager')),
    heading('docs/task-manager.md', 'Decisions'),
  ],
  'S2-24': [
    reachesAsDeclared(eachRunning('task-manager')),
    ...worked,
    ...leadsToTheExposed,
    rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
      'spec.target.name': 'api-service-secrets',
      'spec.data[*].secretKey': exactly(['DB_USER', 'DB_PASS', 'REDIS_PASSWORD', 'JWT_SECRET']),
    }),
  ],
  'S2-25': [
    installs('kube-prometheus-stack', 'kube-prometheus-stack'),
    monitored(eachRunning('task-manager')),
    installs('grafana', 'grafana'),
    rendered('grafana/values.yaml')({
      'datasources["datasources.yaml"].datasources[uid=prometheus].url':
        'http://prometheus-operated.monitoring.svc.cluster.local:9090',
    }),
    agentOnEachNode,
    toCloudWatch,
  ],
  'S2-26': [output('alerts_sns_topic_arn', { '': arnOf('sns') }), heading('docs/terraform.md', 'Alarms')],
  'S2-27': [file('.github/workflows/build-image.yaml', 'role-to-assume', 'gh workflow run promote.yaml')],
  'S2-28': [
    on(installs('chaos-mesh', 'chaos-mesh'), 'sre-portfolio-dev'),
    on(
      rendered('chaos-mesh/values.yaml')({ 'controllerManager.enableFilterNamespace': true }),
      'sre-portfolio-dev',
    ),
    ...experiments,
  ],
  'S2-29': [heading('docs/task-manager.md', 'Task manager'), heading('docs/task-manager.md', 'Decisions')],
  'S2-30': [runs('api-service', 'api')],
  'S2-31': [
    api({
      'spec.replicas': absent,
      'spec.selector.matchLabels': { app: 'api-service', track: 'stable' },
    }),
    bound('min', 'minReplicas', 3),
  ],
  'S2-32': [
    api({
      'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    }),
  ],
  'S2-33': [api({ [`${container('api')}.image`]: '{ecr_registry}/api-service@{images.api-service.digest}' })],
  'S2-34': [
    api({
      ...resourcesAtLeast(`${container('api')}.resources`, {
        requests: { cpu: '200m', memory: '256Mi' },
        limits: { cpu: '500m', memory: '512Mi' },
      }),
    }),
  ],
  'S2-35': [
    api({
      [`${container('api')}.livenessProbe`]: including({
        httpGet: { path: '/health', port: 'http' },
        initialDelaySeconds: 30,
        periodSeconds: 10,
      }),
      [`${container('api')}.ports[name=http].containerPort`]: 8080,
    }),
  ],
  'S2-36': [
    api({
      [`${container('api')}.readinessProbe`]: including({
        httpGet: { path: '/ready', port: 'http' },
        initialDelaySeconds: 5,
        periodSeconds: 5,
      }),
      [`${container('api')}.ports[name=http].containerPort`]: 8080,
    }),
  ],
  'S2-37': [
    api({
      [`${container('api')}.ports[name=http]`]: { containerPort: 8080, name: 'http', protocol: 'TCP' },
      [`${container('api')}.env`]: contains({ name: 'PORT', value: '8080' }),
    }),
  ],
  'S2-38': [
    runs('frontend-service', 'frontend'),
    on(
      each(workload('frontend-service', 'task-manager'), (name, context) =>
        frontend({
          'spec.replicas': declared(
            'scale.replicas × replicaFactor',
            boundsOf(workloadOf(context, name), context).min,
            atLeast(2),
          ),
        }),
      ),
      'sre-portfolio',
    ),
    on(
      each(workload('frontend-service', 'task-manager'), (name, context) =>
        rendered(`${name}/app-{environment}/scaledobject-${name}.yaml`)({
          'spec.scaleTargetRef.name': name,
          'spec.triggers[type=cron].metadata.desiredReplicas': declared(
            'scale.replicas × replicaFactor, in office hours',
            String(boundsOf(workloadOf(context, name), context).min),
            atLeast(2),
          ),
        }),
      ),
      'sre-portfolio-dev',
    ),
  ],
  'S2-39': [
    frontend({
      [`${container('frontend')}.image`]: '{ecr_registry}/frontend-service@{images.frontend-service.digest}',
    }),
  ],
  'S2-40': [
    frontend({
      ...resourcesAtLeast(`${container('frontend')}.resources`, {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '200m', memory: '256Mi' },
      }),
    }),
  ],
  'S2-41': [
    frontend({
      [`${container('frontend')}.readinessProbe.httpGet`]: { path: '/health', port: 'http' },
      [`${container('frontend')}.livenessProbe.httpGet`]: { path: '/health', port: 'http' },
      [`${container('frontend')}.ports[name=http].containerPort`]: 8080,
    }),
    heading('docs/task-manager.md', 'Decisions'),
  ],
  'S2-42': [
    on(
      rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
        apiVersion: 'autoscaling/v2',
        'metadata.name': 'api-service-hpa',
        'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api-service' },
      }),
      'sre-portfolio',
    ),
    on(
      rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
        'spec.advanced.horizontalPodAutoscalerConfig.name': 'api-service-hpa',
        'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api-service' },
      }),
      'sre-portfolio-dev',
    ),
  ],
  'S2-43': [bound('min', 'minReplicas', 3), bound('max', 'maxReplicas', 10)],
  'S2-44': [
    on(
      scaler({
        'metrics[*].containerResource': contains({
          name: 'cpu',
          container: 'api',
          target: { type: 'Utilization', averageUtilization: 70 },
        }),
      }),
      'sre-portfolio',
    ),
    on(
      rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
        'spec.triggers[type=cpu]': {
          metadata: { value: '70', containerName: 'api' },
          metricType: 'Utilization',
          type: 'cpu',
        },
      }),
      'sre-portfolio-dev',
    ),
  ],
  'S2-45': [
    on(
      scaler({
        'metrics[*].containerResource': contains({
          name: 'memory',
          container: 'api',
          target: { type: 'Utilization', averageUtilization: 80 },
        }),
      }),
      'sre-portfolio',
    ),
    on(
      rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
        'spec.triggers[type=memory]': {
          metadata: { value: '80', containerName: 'api' },
          metricType: 'Utilization',
          type: 'memory',
        },
      }),
      'sre-portfolio-dev',
    ),
    heading('docs/task-manager.md', 'Decisions'),
  ],
  'S2-46': [
    rendered(
      'api-service/app-{environment}/service-api-service.yaml',
      'spec',
    )({
      type: 'ClusterIP',
      selector: { app: 'api-service' },
      'ports[name=http].port': 80,
      'ports[name=http].targetPort': 8080,
    }),
  ],
  'S2-47': [
    rendered(
      'frontend-service/app-{environment}/service-frontend-service.yaml',
      'spec',
    )({
      type: 'ClusterIP',
      selector: { app: 'frontend-service' },
      'ports[name=http].port': 80,
      'ports[name=http].targetPort': 8080,
    }),
  ],
};
