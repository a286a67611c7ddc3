import { each, on, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { absent, atLeast, contains, exactly } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';
import { eachRunning, eachService } from '../../evidence/members.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { runsTheContractsBuild, served } from '../../evidence/workloads.ts';
import { installs } from '../charts.ts';
import { goldenSignals } from '../dashboards.ts';
import { contract } from '../members.ts';
import { arnOf } from '../outputs.ts';
import { networks, to } from '../policies.ts';
import { leadsToTheExposed } from '../sre-portfolio/ingress.ts';
import { inside } from '../texts.ts';

/** A workload with its Service, and the autoscaler of the API. */
function deployed(name: string, container: string) {
  return [
    rendered(`${name}/app-{environment}/deployment-${name}.yaml`)({
      'metadata.name': name,
      'metadata.namespace': 'app-{environment}',
      [`spec.template.spec.containers[name=${container}].image`]: `{ecr_registry}/${name}@{images.${name}.digest}`,
    }),
    rendered(`${name}/app-{environment}/service-${name}.yaml`)({
      'metadata.name': name,
      'spec.selector': { app: name },
      'spec.ports[name=http].port': 80,
    }),
  ] as const;
}

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api-service' };

const autoscaled = [
  on(
    rendered('api-service/app-{environment}/horizontalpodautoscaler-api-service-hpa.yaml')({
      'spec.scaleTargetRef': target,
      'spec.metrics[*].type': exactly(['ContainerResource', 'ContainerResource']),
    }),
    'sre-portfolio',
  ),
  on(
    rendered('api-service/app-{environment}/scaledobject-api-service.yaml')({
      'spec.scaleTargetRef': target,
      'spec.triggers[*].type': exactly(['cpu', 'memory', 'cron']),
    }),
    'sre-portfolio-dev',
  ),
] as const;

/** The account of a workload, with the role that Terraform made for it. */
function roleOf(name: string) {
  return rendered(`${name}/app-{environment}/serviceaccount-${name}.yaml`)({
    'metadata.annotations["eks.amazonaws.com/role-arn"]': `{irsa_role_arns.${name}}`,
    automountServiceAccountToken: false,
  });
}

export const workloads: Section<Row> = {
  title: 'Task management: workloads',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    done(
      'S1-21',
      'K',
      'The API: Deployment, Service, autoscaler',
      ...deployed('api-service', 'api'),
      ...autoscaled,
    ),
    done('S1-22', 'K', 'The frontend: Deployment and Service', ...deployed('frontend-service', 'frontend')),
    done(
      'S1-23',
      'K',
      'Autoscaling of pods besides that of nodes',
      ...autoscaled,
      installs('metrics-server', 'metrics-server'),
      rendered('metrics-server/values.yaml')({ replicas: atLeast(1) }),
      installs('cluster-autoscaler', 'cluster-autoscaler'),
    ),
    done(
      'S1-24',
      'K',
      'The load balancer leads to both',
      ...leadsToTheExposed,
      reachesAsDeclared(eachService('task-manager')),
      test('test/apps/task-manager/ingress.test.ts', 'S2-51: each host leads to its Service'),
    ),
    done(
      'S1-25',
      'K',
      'The API reaches database and cache, the frontend neither',
      rendered('api-service/app-{environment}/networkpolicy-allow-api-service.yaml')({
        'spec.egress': contract('5432 and 6379 to the data subnets', ({ terraform }) => ({
          says: 'has the ways to database and cache',
          holds: (rules) =>
            [5432, 6379].every((port) =>
              contains(to(networks(terraform.dataSubnetCidrs), port)).holds(rules),
            ),
        })),
      }),
      rendered('frontend-service/app-{environment}/networkpolicy-allow-frontend-service.yaml')({
        'spec.egress': absent,
        'spec.podSelector': { matchLabels: { app: 'frontend-service' } },
      }),
      reachesAsDeclared(eachRunning('task-manager')),
    ),
    otherwise(
      'S1-26',
      'K',
      'The API reads Secrets Manager',
      'External Secrets reads it, so the API needs no right to.',
      rendered(
        'api-service/app-{environment}/externalsecret-api-service-secrets.yaml',
        'spec',
      )({
        secretStoreRef: { kind: 'SecretStore', name: 'aws-secrets-manager' },
        'target.name': 'api-service-secrets',
        'data[*].secretKey': exactly(['DB_USER', 'DB_PASS', 'REDIS_PASSWORD', 'JWT_SECRET']),
      }),
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.containers[name=api].envFrom': contains({
          secretRef: { name: 'api-service-secrets' },
        }),
      }),
    ),
    done(
      'S1-27',
      'K',
      'Rights in AWS for each pod that needs some, and none for others',
      roleOf('api-service'),
      roleOf('worker'),
      rendered('frontend-service/app-{environment}/serviceaccount-frontend-service.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': absent,
        automountServiceAccountToken: false,
      }),
      each(eachRunning('task-manager'), (name) =>
        rendered(`${name}/app-{environment}/deployment-${name}.yaml`)({
          'spec.template.spec.serviceAccountName': name,
          'spec.template.spec.automountServiceAccountToken': false,
        }),
      ),
      test(
        'test/apps/roles.test.ts',
        'S0-37, S0-38, S2-93, S2-94: a role of its own where a workload calls AWS, and none elsewhere',
      ),
    ),
    done('S1-28', 'T', 'Role of the API', output('irsa_role_arns', { 'api-service': arnOf('iam') })),
    done(
      'S1-29',
      'K',
      'Base, monitoring and experiments as manifests',
      runsTheContractsBuild(eachRunning('task-manager')),
      served(eachService('task-manager')),
      installs('kube-prometheus-stack', 'kube-prometheus-stack'),
      rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
        'data["fluent-bit.yaml"]': inside({ 'pipeline.outputs[0].name': 'cloudwatch_logs' }),
      }),
      goldenSignals,
      on(installs('chaos-mesh', 'chaos-mesh'), 'sre-portfolio-dev'),
    ),
    otherwise(
      'S1-30',
      'C',
      'Applied with kubectl',
      'Argo CD applies what is committed.',
      each(eachRunning('task-manager'), (name) =>
        rendered(
          `applications/argocd/application-{cluster}-${name}.yaml`,
          'spec',
        )({
          'source.path': `dist/{cluster}/${name}`,
          'source.targetRevision': 'main',
          'destination.name': '{cluster}',
          'syncPolicy.automated.prune': true,
          'syncPolicy.automated.selfHeal': true,
        }),
      ),
    ),
  ],
};
