import { each, file, heading, on, output, rendered } from '../../../scripts/rows/evidence.ts';
import { absent, atLeast, contains, exactly, including } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';
import { resourcesAtLeast } from '../../evidence/amounts.ts';
import { eachRunning, workload, workloadOf } from '../../evidence/members.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { boundsOf, monitored } from '../../evidence/workloads.ts';
import { installs } from '../charts.ts';
import { agentOnEachNode, toCloudWatch } from '../logs.ts';
import { arnOf } from '../outputs.ts';
import { experiments } from '../task-management/monitoring.ts';
import { declared } from '../texts.ts';
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

export const workloads: Section<Row> = {
  title: 'SRE portfolio: workloads',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-22',
      'K',
      'API, frontend and worker',
      runs('api-service', 'api'),
      runs('frontend-service', 'frontend'),
      runs('worker', 'worker'),
    ),
    otherwise(
      'S2-23',
      'K',
      'The worker behind the API',
      'The API leaves work in a queue and the worker takes it there; nobody calls the worker.',
      ...worked,
      reachesAsDeclared(workload('worker', 'task-manager')),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    otherwise(
      'S2-24',
      'K',
      'Who calls whom',
      'The worker is reached by SQS, and secrets by External Secrets; all others as drawn.',
      reachesAsDeclared(eachRunning('task-manager')),
      ...worked,
      ...leadsToTheExposed,
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.target.name': 'api-service-secrets',
        'spec.data[*].secretKey': exactly(['DB_USER', 'DB_PASS', 'REDIS_PASSWORD', 'JWT_SECRET']),
      }),
    ),
    done(
      'S2-25',
      'K',
      'Prometheus, Grafana, Fluent Bit',
      installs('kube-prometheus-stack', 'kube-prometheus-stack'),
      monitored(eachRunning('task-manager')),
      installs('grafana', 'grafana'),
      rendered('grafana/values.yaml')({
        'datasources["datasources.yaml"].datasources[uid=prometheus].url':
          'http://prometheus-operated.monitoring.svc.cluster.local:9090',
      }),
      agentOnEachNode,
      toCloudWatch,
    ),
    outside(
      'S2-26',
      'T',
      'CloudWatch notifies by SNS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('alerts_sns_topic_arn', { '': arnOf('sns') }),
      heading('docs/terraform.md', 'Alarms'),
    ),
    otherwise(
      'S2-27',
      'C',
      'From GitHub Actions to ECR and to EKS',
      'To ECR by OIDC; to EKS only by Argo CD, from what is merged here (CONTRA 5).',
      file('.github/workflows/build-image.yaml', 'role-to-assume', 'gh workflow run promote.yaml'),
    ),
    done(
      'S2-28',
      'K',
      'Chaos Mesh, and nothing of it begins by itself',
      on(installs('chaos-mesh', 'chaos-mesh'), 'sre-portfolio-dev'),
      on(
        rendered('chaos-mesh/values.yaml')({ 'controllerManager.enableFilterNamespace': true }),
        'sre-portfolio-dev',
      ),
      ...experiments,
    ),
    done(
      'S2-29',
      'D',
      'Choice of the application: Go, React',
      heading('docs/task-manager.md', 'Task manager'),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done('S2-30', 'K', 'Deployment `api-service`', runs('api-service', 'api')),
    otherwise(
      'S2-31',
      'K',
      'Three replicas',
      'The autoscaler owns the number, with three as its lower bound (X-42).',
      api({
        'spec.replicas': absent,
        'spec.selector.matchLabels': { app: 'api-service', track: 'stable' },
      }),
      bound('min', 'minReplicas', 3),
    ),
    done(
      'S2-32',
      'K',
      'An update adds one and takes none',
      api({
        'spec.strategy': { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      }),
    ),
    otherwise(
      'S2-33',
      'K',
      'Container `api`, image `latest`',
      'By digest.',
      api({ [`${container('api')}.image`]: '{ecr_registry}/api-service@{images.api-service.digest}' }),
    ),
    done(
      'S2-34',
      'K',
      'Resources of the API',
      api({
        ...resourcesAtLeast(`${container('api')}.resources`, {
          requests: { cpu: '200m', memory: '256Mi' },
          limits: { cpu: '500m', memory: '512Mi' },
        }),
      }),
    ),
    done(
      'S2-35',
      'K',
      'Liveness of the API',
      api({
        [`${container('api')}.livenessProbe`]: including({
          httpGet: { path: '/health', port: 'http' },
          initialDelaySeconds: 30,
          periodSeconds: 10,
        }),
        [`${container('api')}.ports[name=http].containerPort`]: 8080,
      }),
    ),
    done(
      'S2-36',
      'K',
      'Readiness of the API',
      api({
        [`${container('api')}.readinessProbe`]: including({
          httpGet: { path: '/ready', port: 'http' },
          initialDelaySeconds: 5,
          periodSeconds: 5,
        }),
        [`${container('api')}.ports[name=http].containerPort`]: 8080,
      }),
    ),
    done(
      'S2-37',
      'K',
      'Port of the API',
      api({
        [`${container('api')}.ports[name=http]`]: { containerPort: 8080, name: 'http', protocol: 'TCP' },
        [`${container('api')}.env`]: contains({ name: 'PORT', value: '8080' }),
      }),
    ),
    done(
      'S2-38',
      'K',
      'Deployment `frontend-service`, two replicas',
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
    ),
    otherwise(
      'S2-39',
      'K',
      'Container `frontend`, image `latest`',
      'By digest.',
      frontend({
        [`${container('frontend')}.image`]:
          '{ecr_registry}/frontend-service@{images.frontend-service.digest}',
      }),
    ),
    done(
      'S2-40',
      'K',
      'Resources of the frontend',
      frontend({
        ...resourcesAtLeast(`${container('frontend')}.resources`, {
          requests: { cpu: '100m', memory: '128Mi' },
          limits: { cpu: '200m', memory: '256Mi' },
        }),
      }),
    ),
    done(
      'S2-41',
      'K',
      'Port and probes of the frontend: not given',
      frontend({
        [`${container('frontend')}.readinessProbe.httpGet`]: { path: '/health', port: 'http' },
        [`${container('frontend')}.livenessProbe.httpGet`]: { path: '/health', port: 'http' },
        [`${container('frontend')}.ports[name=http].containerPort`]: 8080,
      }),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done(
      'S2-42',
      'K',
      'Autoscaler `api-service-hpa`',
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
    ),
    done(
      'S2-43',
      'K',
      '3 to 10; more may be declared',
      bound('min', 'minReplicas', 3),
      bound('max', 'maxReplicas', 10),
    ),
    done(
      'S2-44',
      'K',
      'CPU, 70 %',
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
    ),
    done(
      'S2-45',
      'K',
      'Memory, 80 %',
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
    ),
    done(
      'S2-46',
      'K',
      'Service of the API, 80 to 8080',
      rendered(
        'api-service/app-{environment}/service-api-service.yaml',
        'spec',
      )({
        type: 'ClusterIP',
        selector: { app: 'api-service' },
        'ports[name=http].port': 80,
        'ports[name=http].targetPort': 8080,
      }),
    ),
    done(
      'S2-47',
      'K',
      'Service of the frontend, port 80',
      rendered(
        'frontend-service/app-{environment}/service-frontend-service.yaml',
        'spec',
      )({
        type: 'ClusterIP',
        selector: { app: 'frontend-service' },
        'ports[name=http].port': 80,
        'ports[name=http].targetPort': 8080,
      }),
    ),
  ],
};
