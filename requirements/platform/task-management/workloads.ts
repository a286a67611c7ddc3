import { eachRunning, eachService } from '../../evidence/members.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { networks, to } from '../../evidence/peers.ts';
import { runsTheContractsBuild, served } from '../../evidence/workloads.ts';
import { each, on, output, rendered, test } from '../../model/evidence.ts';
import { absent, atLeast, contains, exactly } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { installs } from '../evidence/charts.ts';
import { goldenSignals } from '../evidence/dashboards.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { inside } from '../evidence/texts.ts';
import { leadsToTheExposed } from '../sre-portfolio/ingress.ts';

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

export const workloads: EvidenceById = {
  'S1-21': [...deployed('api-service', 'api'), ...autoscaled],
  'S1-22': [...deployed('frontend-service', 'frontend')],
  'S1-23': [
    ...autoscaled,
    installs('metrics-server', 'metrics-server'),
    rendered('metrics-server/values.yaml')({ replicas: atLeast(1) }),
    installs('cluster-autoscaler', 'cluster-autoscaler'),
  ],
  'S1-24': [
    ...leadsToTheExposed,
    reachesAsDeclared(eachService('task-manager')),
    test('test/apps/task-manager/ingress.test.ts', 'S2-51: each host leads to its Service'),
  ],
  'S1-25': [
    rendered('api-service/app-{environment}/networkpolicy-allow-api-service.yaml')({
      'spec.egress': contract('5432 and 6379 to the data subnets', ({ terraform }) => ({
        says: 'has the ways to database and cache',
        holds: (rules) =>
          [5432, 6379].every((port) => contains(to(networks(terraform.dataSubnetCidrs), port)).holds(rules)),
      })),
    }),
    rendered('frontend-service/app-{environment}/networkpolicy-allow-frontend-service.yaml')({
      'spec.egress': absent,
      'spec.podSelector': { matchLabels: { app: 'frontend-service' } },
    }),
    reachesAsDeclared(eachRunning('task-manager')),
  ],
  'S1-26': [
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
  ],
  'S1-27': [
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
  ],
  'S1-28': [output('irsa_role_arns', { 'api-service': arnOf('iam') })],
  'S1-29': [
    runsTheContractsBuild(eachRunning('task-manager')),
    served(eachService('task-manager')),
    installs('kube-prometheus-stack', 'kube-prometheus-stack'),
    rendered('fluent-bit/logging/configmap-fluent-bit-config.yaml')({
      'data["fluent-bit.yaml"]': inside({ 'pipeline.outputs[0].name': 'cloudwatch_logs' }),
    }),
    goldenSignals,
    on(installs('chaos-mesh', 'chaos-mesh'), 'sre-portfolio-dev'),
  ],
  'S1-30': [
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
  ],
};
