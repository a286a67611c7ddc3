import { file, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { matching, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const workloads: Section<Row> = {
  title: 'Task management: workloads',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S1-21',
      'K',
      'The API: Deployment, Service, autoscaler',
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({ kind: 'Deployment' }),
      rendered('api-service/app-{environment}/service-api-service.yaml')({ kind: 'Service' }),
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          kind: 'HorizontalPodAutoscaler',
        }),
        'sre-portfolio',
      ),
      on(
        rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({ kind: 'ScaledObject' }),
        'sre-portfolio-dev',
      ),
    ),
    done(
      'S1-22',
      'K',
      'The frontend: Deployment and Service',
      rendered('frontend-service/app-{environment}/deployment-frontend-service.yaml')({ kind: 'Deployment' }),
      rendered('frontend-service/app-{environment}/service-frontend-service.yaml')({ kind: 'Service' }),
    ),
    done(
      'S1-23',
      'K',
      'Autoscaling of pods besides that of nodes',
      on(
        rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
          'spec.scaleTargetRef.name': 'api-service',
        }),
        'sre-portfolio',
      ),
      rendered('metrics-server/values.yaml')({ replicas: 2 }),
    ),
    done(
      'S1-24',
      'K',
      'The load balancer leads to both',
      test('test/apps/task-manager/ingress.test.ts', 'S2-51: each host leads to its Service'),
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S1-24: requests come from the subnets of the load balancer',
      ),
    ),
    done(
      'S1-25',
      'K',
      'The API reaches database and cache, the frontend neither',
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S2-99: the API and the worker reach database and cache, the frontend nothing',
      ),
    ),
    otherwise(
      'S1-26',
      'K',
      'The API reads Secrets Manager',
      'External Secrets reads it, so the API needs no right to.',
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.secretStoreRef.name': 'aws-secrets-manager',
      }),
    ),
    done(
      'S1-27',
      'K',
      'Rights in AWS for each pod',
      rendered('api-service/app-{environment}/serviceaccount-api-service.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': matching(/role\/.*-api-service$/),
      }),
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S2-93, S2-94: a role where AWS is called, for the queue, and none elsewhere',
      ),
    ),
    done('S1-28', 'T', 'Role of the API', output('irsa_role_arns', { 'api-service': present })),
    done(
      'S1-29',
      'K',
      'Base, monitoring and experiments as manifests',
      file('apps/task-manager/task-manager.ts', 'apiService'),
      file('platform/monitoring/kube-prometheus-stack.ts', 'kube-prometheus-stack'),
      file('platform/chaos-mesh/chaos-mesh.ts', 'chaos-mesh'),
    ),
    otherwise(
      'S1-30',
      'C',
      'Applied with kubectl',
      'Argo CD applies what is committed.',
      rendered('applications/argocd/application-{cluster}-api-service.yaml')({
        'spec.source.path': 'dist/{cluster}/api-service',
      }),
    ),
  ],
};
