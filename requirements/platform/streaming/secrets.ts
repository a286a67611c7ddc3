import { workloadOf } from '../../evidence/members.ts';
import { secretsFromManager } from '../../evidence/workloads.ts';
import { each, file, heading, nothing, output, rendered } from '../../model/evidence.ts';
import { absent, contains, every } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { eachWorkloadWithSecrets, folderOf, secretOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';
import { beginning } from '../evidence/texts.ts';

/** The store in the namespace of each workload with secrets: its region, and an account with a role of its own. */
const eachStore = each(eachWorkloadWithSecrets, (name, context) => {
  const { namespace, product } = workloadOf(context, name);
  return [
    rendered(`${product}/${namespace}/secretstore-aws-secrets-manager.yaml`)({
      apiVersion: 'external-secrets.io/v1',
      'spec.provider': {
        aws: {
          auth: { jwt: { serviceAccountRef: { name: `${product}-secrets` } } },
          region: '{region}',
          service: 'SecretsManager',
        },
      },
    }),
    rendered(`${product}/${namespace}/serviceaccount-${product}-secrets.yaml`)({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': `{irsa_role_arns.${product}-secrets}`,
    }),
  ];
});

export const secrets: EvidenceById = {
  'S0-55': [
    each(eachWorkloadWithSecrets, (name, context) => {
      const { namespace, product } = workloadOf(context, name);
      return [
        rendered(`${folderOf(context, name)}/externalsecret-${secretOf(context, name)}.yaml`)({
          'metadata.namespace': namespace,
          'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
          'spec.data[*].remoteRef.key': every(beginning(`${context.cluster.terraform.secretPathPrefix}/`)),
          'spec.dataFrom': absent,
        }),
        rendered(`${product}/${namespace}/secretstore-aws-secrets-manager.yaml`)({
          'metadata.namespace': namespace,
          'spec.provider.aws.region': '{region}',
        }),
      ];
    }),
    nothing(/clustersecretstore-|clusterexternalsecret-/, 'no store and no secret of the whole cluster'),
  ],
  'S0-56': [
    rendered(
      'user-service/prod/externalsecret-user-service-secret.yaml',
      'spec',
    )({
      target: {
        creationPolicy: 'Owner',
        name: 'user-service-secret',
        template: {
          data: { DB_USER: '{{ .DB_USER }}', DB_PASS: '{{ .DB_PASS }}' },
          engineVersion: 'v2',
          type: 'Opaque',
        },
      },
      data: [
        { remoteRef: { key: '{secret_path_prefix}/db_user' }, secretKey: 'DB_USER' },
        { remoteRef: { key: '{secret_path_prefix}/db_password' }, secretKey: 'DB_PASS' },
      ],
    }),
    rendered('user-service/prod/deployment-user-service.yaml')({
      'spec.template.spec.containers[name=app].envFrom': contains({
        secretRef: { name: 'user-service-secret' },
      }),
    }),
    nothing(/\/secret-/, 'no Secret'),
  ],
  'S0-57': [
    heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    file('docs/terraform.md', 'Secrets are encrypted by a KMS key'),
  ],
  'S0-58': [
    output('secret_path_prefix', { '': beginning('/prod/') }),
    eachStore,
    heading('docs/terraform.md', 'Secrets and keys'),
  ],
  'S0-59': [
    heading('docs/terraform.md', 'Secrets and keys'),
    file('docs/terraform.md', 'Rotation is on for databases', 'Each read is in CloudTrail'),
  ],
  'S0-60': [
    eachStore,
    rendered('external-secrets/values.yaml')({
      processClusterStore: false,
      processClusterExternalSecret: false,
    }),
    nothing(/\/secret-|sealedsecret-/, 'no Secret, not even an encrypted one'),
  ],
  'S0-61': [
    secretsFromManager(eachWorkloadWithSecrets),
    each(eachWorkloadWithSecrets, (name, context) => {
      const secret = secretOf(context, name);
      return [
        rendered(`${folderOf(context, name)}/deployment-${name}.yaml`)({
          'metadata.annotations["secret.reloader.stakater.com/reload"]': contains(secret),
          'spec.template.spec.containers[0].envFrom': contains({ secretRef: { name: secret } }),
        }),
      ];
    }),
    rendered('applications/argocd/application-{cluster}-reloader.yaml')({
      'spec.sources[0].chart': 'reloader',
    }),
  ],
  'S0-62': [
    output('irsa_role_arns', { '["streaming-secrets"]': arnOf('iam'), '["external-secrets"]': absent }),
  ],
  'S0-63': [
    file(
      'clusters/prod-japan/.env.example',
      '## Deployment user-service, namespace prod',
      '# Secrets Manager /prod/japan/db_password\nDB_PASS=\n',
      '# Secrets Manager /prod/japan/db_user\nDB_USER=\n',
    ),
    file(
      'clusters/prod-eu/.env.example',
      '## Deployment user-service, namespace prod',
      '# Secrets Manager /prod/eu/db_password\nDB_PASS=\n',
      '# Secrets Manager /prod/eu/db_user\nDB_USER=\n',
    ),
  ],
  'S0-64': [
    heading('docs/operations.md', 'Rotate a secret'),
    file('docs/operations.md', 'aws secretsmanager put-secret-value', 'force-sync', 'AWSPREVIOUS'),
  ],
};
