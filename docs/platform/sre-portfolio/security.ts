import { heading, nothing, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { contains, matching, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

const readOnly = rendered(
  'constraints/_cluster/readonlyrootfilesystem-read-only-root-filesystem.yaml',
  'spec',
);

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
      output('irsa_role_arns', { 'api-service': present }),
      heading('docs/task-manager.md', 'Decisions'),
    ),
    done(
      'S2-94',
      'K',
      'The ServiceAccount names the role',
      rendered('api-service/app-{environment}/serviceaccount-api-service.yaml')({
        'metadata.annotations["eks.amazonaws.com/role-arn"]': matching(/role\/.*-api-service$/),
      }),
    ),
    done(
      'S2-95',
      'T',
      'Security group of the load balancer',
      output('alb_security_group_id'),
      rendered('task-manager-ingress/app-{environment}/ingress-app-ingress.yaml')({
        'metadata.annotations["alb.ingress.kubernetes.io/security-groups"]': '{alb_security_group_id}',
      }),
    ),
    done('S2-96', 'T', 'Security group of the nodes', output('node_security_group_id')),
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
      'Only API and worker reach the stores',
      test(
        'test/apps/task-manager/workloads.test.ts',
        'S2-99: the API and the worker reach database and cache, the frontend nothing',
      ),
    ),
    done(
      'S2-100',
      'T',
      'What Secrets Manager holds',
      output('secret_path_prefix'),
      heading('docs/task-manager.md', 'Variables of the containers'),
    ),
    otherwise(
      'S2-101',
      'K',
      'External Secrets, three of them',
      'One object that reads the three secrets, since one Secret a workload is what its pods get; refreshed every hour.',
      rendered('api-service/app-{environment}/externalsecret-api-service-secrets.yaml')({
        'spec.refreshInterval': '1h',
        'spec.data[secretKey=DB_USER].remoteRef.key': '{secret_path_prefix}/database',
        'spec.data[secretKey=REDIS_PASSWORD].remoteRef.key': '{secret_path_prefix}/redis',
        'spec.data[secretKey=JWT_SECRET].remoteRef.key': '{secret_path_prefix}/jwt',
      }),
    ),
    otherwise(
      'S2-102',
      'K',
      'Pod security at the level restricted, with a root file system that nobody writes to',
      'By Pod Security Admission and a policy of Gatekeeper: Pod Security Policies are gone since Kubernetes 1.25.',
      readOnly({ enforcementAction: 'deny', 'match.kinds[0].kinds': contains('Pod') }),
      rendered(
        'constraints/_cluster/noprivilegedcontainers-no-privileged-containers.yaml',
        'spec',
      )({
        enforcementAction: 'deny',
      }),
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
      readOnly({ enforcementAction: 'deny' }),
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
      nothing(/istio/, 'no Istio'),
    ),
  ],
};
