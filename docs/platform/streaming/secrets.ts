import { file, heading, nothing, output, rendered } from '../../../scripts/rows/evidence.ts';
import { contains, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, outside, type Row, type Section } from '../../../scripts/rows/row.ts';

export const secrets: Section<Row> = {
  title: 'Streaming: environment variables and secrets',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-55',
      'K',
      'Secrets apart by cluster and namespace',
      rendered('user-service/prod/externalsecret-user-service-secret.yaml')({
        'spec.data[0].remoteRef.key': '{secret_path_prefix}/db_user',
        'spec.secretStoreRef.kind': 'SecretStore',
      }),
    ),
    done(
      'S0-56',
      'K',
      '`user-service-secret` with `DB_USER` and `DB_PASS`, never in Git',
      rendered(
        'user-service/prod/externalsecret-user-service-secret.yaml',
        'spec.target',
      )({
        name: 'user-service-secret',
        'template.type': 'Opaque',
        'template.data.DB_USER': present,
        'template.data.DB_PASS': present,
      }),
      nothing(/\/secret-/, 'no Secret'),
    ),
    outside(
      'S0-57',
      'T',
      'Secrets encrypted at rest by KMS',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Cluster, add-ons and nodes'),
    ),
    done(
      'S0-58',
      'T',
      'Values in Secrets Manager, paths by cluster',
      output('secret_path_prefix'),
      heading('docs/terraform.md', 'Secrets and keys'),
    ),
    outside(
      'S0-59',
      'T',
      'Rotation and audit of secrets',
      'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.',
      heading('docs/terraform.md', 'Secrets and keys'),
    ),
    otherwise(
      'S0-60',
      'K',
      'Only references to secrets in Git',
      'External Secrets, with a store in each namespace in place of one for the cluster (X-106).',
      rendered('streaming/prod/secretstore-aws-secrets-manager.yaml')({
        apiVersion: 'external-secrets.io/v1',
        'spec.provider.aws.region': '{region}',
        'spec.provider.aws.auth.jwt.serviceAccountRef.name': 'streaming-secrets',
      }),
      rendered('external-secrets/values.yaml')({ processClusterStore: false }),
    ),
    done(
      'S0-61',
      'K',
      'A rotated secret reaches the pods',
      rendered('user-service/prod/externalsecret-user-service-secret.yaml')({ 'spec.refreshInterval': '1h' }),
      rendered('user-service/prod/deployment-user-service.yaml')({
        'metadata.annotations["secret.reloader.stakater.com/reload"]': contains('user-service-secret'),
      }),
    ),
    otherwise(
      'S0-62',
      'T',
      'A role for the operator of secrets',
      'A role for each store, none for the operator (X-106).',
      output('irsa_role_arns', { '["streaming-secrets"]': present }),
    ),
    done(
      'S0-63',
      'D',
      '`.env.example` of each cluster',
      file('clusters/prod-japan/.env.example', 'DB_PASS='),
      file('clusters/prod-eu/.env.example', 'DB_PASS='),
    ),
    done('S0-64', 'D', 'How to rotate a secret', heading('docs/operations.md', 'Rotate a secret')),
  ],
};
