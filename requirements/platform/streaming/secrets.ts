import { workloadOf } from '../../evidence/members.ts';
import { each, file, heading, nothing, output, rendered } from '../../model/evidence.ts';
import { absent, contains, every } from '../../model/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../model/row.ts';
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

export const secrets: Section<Row> = {
  title: 'Streaming: environment variables and secrets',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-55',
      'K',
      'Secrets apart by cluster and namespace',
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
    ),
    done(
      'S0-56',
      'K',
      '`user-service-secret` with `DB_USER` and `DB_PASS`, never in Git',
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
    ),
    outside(
      'S0-57',
      'T',
      'Secrets encrypted at rest by KMS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
      file('docs/terraform.md', 'Secrets are encrypted by a KMS key'),
    ),
    done(
      'S0-58',
      'T',
      'Values in Secrets Manager, paths by cluster',
      output('secret_path_prefix', { '': beginning('/prod/') }),
      eachStore,
      heading('docs/terraform.md', 'Secrets and keys'),
    ),
    outside(
      'S0-59',
      'T',
      'Rotation and audit of secrets',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Secrets and keys'),
      file('docs/terraform.md', 'Rotation is on for databases', 'Each read is in CloudTrail'),
    ),
    otherwise(
      'S0-60',
      'K',
      'Only references to secrets in Git',
      'External Secrets, with a store in each namespace in place of one for the cluster (X-106).',
      eachStore,
      rendered('external-secrets/values.yaml')({
        processClusterStore: false,
        processClusterExternalSecret: false,
      }),
      nothing(/\/secret-|sealedsecret-/, 'no Secret, not even an encrypted one'),
    ),
    done(
      'S0-61',
      'K',
      'A rotated secret reaches the pods',
      each(eachWorkloadWithSecrets, (name, context) => {
        const secret = secretOf(context, name);
        return [
          rendered(`${folderOf(context, name)}/externalsecret-${secret}.yaml`)({
            'spec.refreshInterval': '1h',
          }),
          rendered(`${folderOf(context, name)}/deployment-${name}.yaml`)({
            'metadata.annotations["secret.reloader.stakater.com/reload"]': contains(secret),
            'spec.template.spec.containers[0].envFrom': contains({ secretRef: { name: secret } }),
          }),
        ];
      }),
      rendered('applications/argocd/application-{cluster}-reloader.yaml')({
        'spec.sources[0].chart': 'reloader',
      }),
    ),
    otherwise(
      'S0-62',
      'T',
      'A role for the operator of secrets',
      'A role for each store, none for the operator (X-106).',
      output('irsa_role_arns', { '["streaming-secrets"]': arnOf('iam'), '["external-secrets"]': absent }),
    ),
    done(
      'S0-63',
      'D',
      '`.env.example` of each cluster',
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
    ),
    done(
      'S0-64',
      'D',
      'How to rotate a secret',
      heading('docs/operations.md', 'Rotate a secret'),
      file('docs/operations.md', 'aws secretsmanager put-secret-value', 'force-sync', 'AWSPREVIOUS'),
    ),
  ],
};
