import {
  eachProductNamespace,
  eachRunning,
  isRunning,
  isService,
  namespacesOf,
  workload,
  workloadsOf,
} from '../../evidence/members.ts';
import { deniedByDefault, podSecurityEnforced } from '../../evidence/namespaces.ts';
import { reachesAsDeclared } from '../../evidence/network.ts';
import { networks, to } from '../../evidence/peers.ts';
import { hardened, secretsFromManager } from '../../evidence/workloads.ts';
import { each, heading, nothing, only, output, rendered, test } from '../../model/evidence.ts';
import { absent, type Expected, exactly, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { agentsExemptedFrom, constraint, everyPodOf } from '../evidence/constraints.ts';
import { contract } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
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

export const security: EvidenceById = {
  'S2-91': [heading('docs/task-manager.md', 'What Terraform owns')],
  'S2-92': [heading('docs/task-manager.md', 'What Terraform owns')],
  'S2-93': [
    output('irsa_role_arns', { 'api-service': arnOf('iam') }),
    heading('docs/task-manager.md', 'Decisions'),
  ],
  'S2-94': [
    rendered('api-service/app-{environment}/serviceaccount-api-service.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.api-service}',
    }),
    rendered('api-service/app-{environment}/deployment-api-service.yaml')({
      'spec.template.spec.serviceAccountName': 'api-service',
    }),
  ],
  'S2-95': [
    output('alb_security_group_id', { '': matching(/^sg-/) }),
    rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
      'spec.ingressClassName': 'alb',
      'metadata.annotations["alb.ingress.kubernetes.io/security-groups"]': '{alb_security_group_id}',
    }),
  ],
  'S2-96': [output('node_security_group_id', { '': matching(/^sg-/) })],
  'S2-97': [heading('docs/task-manager.md', 'What Terraform owns')],
  'S2-98': [heading('docs/task-manager.md', 'What Terraform owns')],
  'S2-99': [
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
  ],
  'S2-100': [
    output('secret_path_prefix', { '': beginning('/') }),
    heading('docs/task-manager.md', 'Variables of the containers'),
  ],
  'S2-101': [
    secretsFromManager(workload('api-service', 'task-manager')),
    rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
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
  ],
  'S2-102': [
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
      'test/platform/components/namespaces/namespace.test.ts',
      "restricted is enforced as the cluster's own version understands it",
    ),
    heading('docs/policies.md', 'What is refused'),
  ],
  'S2-103': [
    hardened(eachRunning('task-manager')),
    each(eachProductNamespace, (name) =>
      enforced('ReadOnlyRootFilesystem', 'read-only-root-filesystem', name),
    ),
    test(
      'test/platform/workload/build.test.ts',
      'may do nothing that the Pod Security level restricted refuses',
    ),
  ],
  'S2-104': [nothing(/istio|sidecar-/, 'no Istio')],
};
