import { eachWorkload, workload } from '../evidence/members.ts';
import { ownStores, secretsFromManager } from '../evidence/workloads.ts';
import { nothing, rendered } from '../model/evidence.ts';
import { containsAll, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

const store = rendered('triptrip/triptrip-api/secretstore-aws-secrets-manager.yaml');

const secret = rendered('triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml');

export const secrets: EvidenceById = {
  'S4-199': [
    store({
      apiVersion: 'external-secrets.io/v1',
      kind: 'SecretStore',
      'spec.provider.aws.service': 'SecretsManager',
      'spec.provider.aws.region': '{region}',
      'spec.provider.aws.auth.jwt.serviceAccountRef.name': 'triptrip-secrets',
    }),
    rendered('triptrip/triptrip-api/serviceaccount-triptrip-secrets.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.triptrip-secrets}',
    }),
    ownStores('triptrip'),
  ],
  'S4-200': [
    secretsFromManager(workload('triptrip-api', 'triptrip')),
    secret({ 'metadata.name': 'triptrip-api-secrets' }),
  ],
  'S4-201': [
    secret({
      'spec.target.name': 'triptrip-api-secrets',
      'spec.target.creationPolicy': 'Owner',
      'spec.target.template.engineVersion': 'v2',
      'spec.target.template.type': 'Opaque',
    }),
  ],
  'S4-202': [
    secret({
      'spec.target.template.data.DATABASE_URL': matching(
        /^postgresql:\/\/\{\{ \.username \| urlquery \}\}.*sslmode=verify-full/,
      ),
    }),
  ],
  'S4-203': [
    secret({
      'spec.data[*].remoteRef.property': containsAll('username', 'password', 'host', 'port', 'database'),
      'spec.data[secretKey=username].remoteRef.key': '{secret_path_prefix}/database',
      'spec.data[secretKey=password].remoteRef.key': '{secret_path_prefix}/database',
      'spec.data[secretKey=host].remoteRef.key': '{secret_path_prefix}/database',
    }),
  ],
  'S4-204': [
    secret({ 'spec.data[secretKey=API_KEY].remoteRef.key': '{secret_path_prefix}/api' }),
    nothing(/sealedsecret-/, 'no SealedSecret'),
    secretsFromManager(eachWorkload('triptrip')),
  ],
};
