import {
  eachProductNamespace,
  eachRunning,
  isRunning,
  isService,
  namespacesOf,
  workloadsOf,
} from '../../evidence/members.ts';
import { deniedByDefault, podSecurityEnforced } from '../../evidence/namespaces.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { hardened } from '../../evidence/workloads.ts';
import { each, heading, nothing, only, output, rendered, test } from '../../model/evidence.ts';
import { absent, type Expected, exactly, matching } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
import { agentsExemptedFrom, constraint, everyPodOf } from '../evidence/constraints.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { networks, to } from '../evidence/policies.ts';
import { beginning, without } from '../evidence/texts.ts';

/** A constraint that refuses what it finds in the pods of a namespace, and exempts nothing of it. */
const enforced = (kind: string, name: string, namespace: string, exemptions: Expected = absent) =>
  constraint(
    kind,
    name,
  )({
    enforcementAction: 'deny',
    'match.kinds': everyPodOf,
    'match.namespaces': absent,
    'match.excludedNamespaces': without(namespace),
    'parameters.exemptions': exemptions,
  });

export const security: Section<Row> = {
  title: 'SRE portfolio: security',
  clusters: ['sre-portfolio', 'sre-portfolio-dev'],
  entries: [
    outside(
      'S2-91',
      'T',
      'Policies of the cluster role',
      'Terraform.',
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    outside(
      'S2-92',
      'T',
      'Policies of the node role',
      'Terraform; the CNI policy belongs to a role of its own.',
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    otherwise(
      'S2-93',
      'T',
      'Role of the API: secrets, logs, S3',
      'Its queue and nothing else: External Secrets reads secrets, Fluent Bit writes logs.',
      output('irsa_role_arns', { 'api-service': arnOf('iam') }),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done(
      'S2-94',
      'K',
      'The ServiceAccount names the role',
      rendered('api-service/app-{environment}/serviceaccount-api-service.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.api-service}',
      }),
      rendered('api-service/app-{environment}/deployment-api-service.yaml')({
        'spec.template.spec.serviceAccountName': 'api-service',
      }),
    ),
    done(
      'S2-95',
      'T',
      'Security group of the load balancer',
      output('alb_security_group_id', { '': matching(/^sg-/) }),
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'spec.ingressClassName': 'alb',
        'metadata.annotations["alb.ingress.kubernetes.io/security-groups"]': '{alb_security_group_id}',
      }),
    ),
    done(
      'S2-96',
      'T',
      'Security group of the nodes',
      output('node_security_group_id', { '': matching(/^sg-/) }),
    ),
    outside(
      'S2-97',
      'T',
      'Security group of the database',
      'Terraform.',
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    outside(
      'S2-98',
      'T',
      'Security group of the cache',
      'Terraform.',
      heading('docs/task-manager.md', 'What Terraform owns'),
    ),
    done(
      'S2-99',
      'K',
      'Only API and worker reach the stores, and the migration of the API the database',
      reachesAsDeclared(eachRunning('task-manager')),
      rendered(
        'api-service/app-{environment}/networkpolicy-allow-api-service-migration.yaml',
        'spec',
      )({
        podSelector: { matchLabels: { app: 'api-service-migration' } },
        policyTypes: ['Egress'],
        ingress: absent,
        egress: contract('5432 to the data subnets', ({ terraform }) =>
          exactly([to(networks(terraform.dataSubnetCidrs), 5432)]),
        ),
      }),
      only(
        /\/app-[a-z]+\/networkpolicy-/,
        'the policies of the declared workloads and of their namespace, and no other',
        (context) =>
          [...namespacesOf(context).values()]
            .filter(({ owner }) => owner === 'task-manager')
            .flatMap(({ name }) => [
              `namespaces/${name}/networkpolicy-default-deny-all.yaml`,
              `namespaces/${name}/networkpolicy-allow-dns.yaml`,
              ...workloadsOf(context, 'task-manager').flatMap(({ declaration }) => [
                `${declaration.name}/${name}/networkpolicy-allow-${declaration.name}.yaml`,
                ...(isRunning(declaration) && declaration.migration !== undefined
                  ? [`${declaration.name}/${name}/networkpolicy-allow-${declaration.name}-migration.yaml`]
                  : []),
                ...(isService(declaration) && context.cluster.officeHours === undefined
                  ? [`${declaration.name}/${name}/networkpolicy-allow-${declaration.name}-smoke-test.yaml`]
                  : []),
              ]),
            ]),
      ),
      deniedByDefault(eachProductNamespace),
      test(
        'test/apps/task-manager/reach.test.ts',
        'S2-99: who calls a database or a cache reaches it, and nobody else does',
      ),
    ),
    done(
      'S2-100',
      'T',
      'What Secrets Manager holds',
      output('secret_path_prefix', { '': beginning('/') }),
      heading('docs/task-manager.md', 'Variables of the containers'),
    ),
    otherwise(
      'S2-101',
      'K',
      'External Secrets, three of them',
      'One object that reads the three secrets, since one Secret a workload is what its pods get; refreshed every hour.',
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.refreshInterval': '1h',
        'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
        'spec.target.name': 'api-service-secrets',
        'spec.data': [
          { remoteRef: { key: '{secret_path_prefix}/database', property: 'username' }, secretKey: 'DB_USER' },
          { remoteRef: { key: '{secret_path_prefix}/database', property: 'password' }, secretKey: 'DB_PASS' },
          {
            remoteRef: { key: '{secret_path_prefix}/redis', property: 'password' },
            secretKey: 'REDIS_PASSWORD',
          },
          { remoteRef: { key: '{secret_path_prefix}/jwt', property: 'secret' }, secretKey: 'JWT_SECRET' },
        ],
      }),
      rendered('task-manager/app-{environment}/secretstore-aws-secrets-manager.yaml')({
        'spec.provider.aws': {
          auth: { jwt: { serviceAccountRef: { name: 'task-manager-secrets' } } },
          region: '{region}',
          service: 'SecretsManager',
        },
      }),
    ),
    otherwise(
      'S2-102',
      'K',
      'Pod security at the level restricted, with a root file system that nobody writes to',
      'By Pod Security Admission and a policy of Gatekeeper: Pod Security Policies are gone since Kubernetes 1.25.',
      podSecurityEnforced(),
      each(eachProductNamespace, (name) => [
        rendered(`namespaces/_cluster/namespace-${name}.yaml`)({
          'metadata.labels["pod-security.kubernetes.io/enforce"]': 'restricted',
        }),
        enforced('ReadOnlyRootFilesystem', 'read-only-root-filesystem', name),
        enforced(
          'NoPrivilegedContainers',
          'no-privileged-containers',
          name,
          agentsExemptedFrom('NoPrivilegedContainers', name),
        ),
      ]),
      test(
        'test/platform/constructs/namespace/namespace.test.ts',
        "restricted is enforced as the cluster's own version understands it",
      ),
      heading('docs/policies.md', 'What is refused'),
    ),
    done(
      'S2-103',
      'K',
      'What that means for each container',
      hardened(eachRunning('task-manager')),
      each(eachProductNamespace, (name) =>
        enforced('ReadOnlyRootFilesystem', 'read-only-root-filesystem', name),
      ),
      test(
        'test/platform/constructs/service/build-workload.test.ts',
        'may do nothing that the Pod Security level restricted refuses',
      ),
    ),
    otherwise(
      'S2-104',
      'K',
      'Istio CNI, for sidecars in a restricted namespace',
      'These clusters have no mesh, so there is no sidecar.',
      nothing(/istio|sidecar-/, 'no Istio'),
    ),
  ],
};
