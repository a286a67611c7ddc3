import { file, heading, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { absent, including, matching, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const workloads: Section<Row> = {
  title: 'SRE portfolio: workloads',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S2-22',
      'K',
      'API, frontend and worker',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'metadata.name': 'api-service',
      }),
      rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({
        'metadata.name': 'frontend-service',
      }),
      rendered('worker/app-{environment}/deployment-worker.yaml')({ 'metadata.name': 'worker' }),
    ),
    done(
      'S2-23',
      'K',
      'The worker behind the API',
      rendered('worker/app-{environment}/configmap-worker-config.yaml')({
        'data.TASK_JOBS_QUEUE_URL': present,
      }),
      rendered('api-service/app-{environment}/configmap-api-service-config.yaml')({
        'data.TASK_JOBS_QUEUE_URL': present,
      }),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    otherwise(
      'S2-24',
      'K',
      'Who calls whom',
      'The worker is reached by SQS, and secrets by External Secrets; all others as drawn.',
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S2-99: the API and the worker reach database and cache, the frontend nothing',
      ),
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S1-24: requests come from the subnets of the load balancer',
      ),
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        kind: 'ExternalSecret',
      }),
    ),
    done(
      'S2-25',
      'K',
      'Prometheus, Grafana, Fluent Bit',
      rendered('kube-prometheus-stack/values.yaml')({ 'prometheus.prometheusSpec.replicas': 2 }),
      rendered('grafana/values.yaml')({ 'datasources["datasources.yaml"].datasources[0].uid': 'prometheus' }),
      rendered('fluent-bit/logging/daemonset-fluent-bit.yaml')({ kind: 'DaemonSet' }),
    ),
    outside(
      'S2-26',
      'T',
      'CloudWatch notifies by SNS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      output('alerts_sns_topic_arn'),
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
      'Chaos Mesh',
      on(
        rendered('chaos-mesh/values.yaml')({ 'controllerManager.enableFilterNamespace': true }),
        'sre-portfolio-dev',
      ),
      on(
        rendered('task-manager-chaos/chaos-engineering/schedule-zone-pod-kill.yaml')({
          'metadata.annotations["experiment.chaos-mesh.org/pause"]': 'true',
        }),
        'sre-portfolio-dev',
      ),
    ),
    done(
      'S2-29',
      'D',
      'Choice of the application: Go, React',
      heading('docs/task-manager.md', 'Task manager'),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done(
      'S2-30',
      'K',
      'Deployment `api-service`',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'metadata.name': 'api-service',
        'spec.selector.matchLabels': { app: 'api-service', track: 'stable' },
        'spec.template.metadata.labels.app': 'api-service',
      }),
    ),
    otherwise(
      'S2-31',
      'K',
      'Three replicas',
      'The autoscaler owns the number, with three as its lower bound (X-42).',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({ 'spec.replicas': absent }),
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          'spec.minReplicas': 3,
        }),
        'sre-portfolio',
      ),
    ),
    done(
      'S2-32',
      'K',
      'An update adds one and takes none',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.strategy.rollingUpdate': { maxSurge: 1, maxUnavailable: 0 },
      }),
    ),
    otherwise(
      'S2-33',
      'K',
      'Container `api`, image `latest`',
      'By digest.',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].image': matching(/\/api-service@sha256:[0-9a-f]{64}$/),
      }),
    ),
    done(
      'S2-34',
      'K',
      'Resources of the API',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].resources': {
          requests: { cpu: '200m', memory: '256Mi' },
          limits: { cpu: '500m', memory: '512Mi' },
        },
      }),
    ),
    done(
      'S2-35',
      'K',
      'Liveness of the API',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].livenessProbe': including({
          httpGet: { path: '/health', port: 'http' },
          initialDelaySeconds: 30,
          periodSeconds: 10,
        }),
      }),
    ),
    done(
      'S2-36',
      'K',
      'Readiness of the API',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].readinessProbe': including({
          httpGet: { path: '/ready', port: 'http' },
          initialDelaySeconds: 5,
          periodSeconds: 5,
        }),
      }),
    ),
    done(
      'S2-37',
      'K',
      'Port of the API',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].ports[name=http].containerPort': 8080,
      }),
    ),
    done(
      'S2-38',
      'K',
      'Deployment `frontend-service`, two replicas',
      on(
        rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({
          'spec.replicas': 2,
        }),
        'sre-portfolio',
      ),
      on(
        rendered('frontend-service/app-{environment}/scaledobject-frontend-service.yaml')({
          'spec.triggers[0].metadata.desiredReplicas': '2',
        }),
        'sre-portfolio-dev',
      ),
    ),
    otherwise(
      'S2-39',
      'K',
      'Container `frontend`, image `latest`',
      'By digest.',
      rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({
        'spec.template.spec.containers[name=frontend].image': matching(
          /\/frontend-service@sha256:[0-9a-f]{64}$/,
        ),
      }),
    ),
    done(
      'S2-40',
      'K',
      'Resources of the frontend',
      rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({
        'spec.template.spec.containers[name=frontend].resources': {
          requests: { cpu: '100m', memory: '128Mi' },
          limits: { cpu: '200m', memory: '256Mi' },
        },
      }),
    ),
    done(
      'S2-41',
      'K',
      'Port and probes of the frontend: not given',
      rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({
        'spec.template.spec.containers[name=frontend].readinessProbe.httpGet.path': '/health',
        'spec.template.spec.containers[name=frontend].ports[name=http].containerPort': 8080,
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
          'spec.scaleTargetRef': { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api-service' },
        }),
        'sre-portfolio',
      ),
      on(
        rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
          'spec.advanced.horizontalPodAutoscalerConfig.name': 'api-service-hpa',
        }),
        'sre-portfolio-dev',
      ),
    ),
    done(
      'S2-43',
      'K',
      '3 to 10',
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          'spec.minReplicas': 3,
          'spec.maxReplicas': 10,
        }),
        'sre-portfolio',
      ),
    ),
    done(
      'S2-44',
      'K',
      'CPU, 70 %',
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          'spec.metrics[0].containerResource': {
            name: 'cpu',
            container: 'api',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        }),
        'sre-portfolio',
      ),
    ),
    done(
      'S2-45',
      'K',
      'Memory, 80 %',
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          'spec.metrics[1].containerResource': {
            name: 'memory',
            container: 'api',
            target: { type: 'Utilization', averageUtilization: 80 },
          },
        }),
        'sre-portfolio',
      ),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done(
      'S2-46',
      'K',
      'Service of the API, 80 to 8080',
      rendered('api-service/app-{environment}/service-api-service.yaml')({
        'spec.type': 'ClusterIP',
        'spec.selector.app': 'api-service',
        'spec.ports[name=http].port': 80,
        'spec.ports[name=http].targetPort': 8080,
      }),
    ),
    done(
      'S2-47',
      'K',
      'Service of the frontend, port 80',
      rendered('frontend-service/app-{environment}/service-frontend-service.yaml')({
        'spec.ports[name=http].port': 80,
        'spec.ports[name=http].targetPort': 8080,
      }),
    ),
  ],
};
