import { revision } from '../../platform/istio/revision.ts';
import { eachNamespace, eachWorkload } from '../evidence/members.ts';
import { podSecurityEnforced } from '../evidence/namespaces.ts';
import { hardened, ownStores, secretsFromManager } from '../evidence/workloads.ts';
import { heading, nothing, rendered } from '../model/evidence.ts';
import { computed, containsAll, including, matching } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const overview = (title: string) => heading('docs/triptrip/overview.md', title);

export const podSecurity: Section<Row> = {
  title: 'Pod security',
  entries: [
    otherwise(
      'S4-186',
      'K',
      'The level restricted in `triptrip-api`',
      'In each namespace of the product, as the cluster’s own version understands it (X-94), and with the label of injection (X-58).',
      rendered('namespaces/_cluster/namespace-triptrip-api.yaml')({
        'metadata.labels': computed('restricted at the version of the cluster', ({ cluster }) =>
          including({
            'pod-security.kubernetes.io/enforce': 'restricted',
            'pod-security.kubernetes.io/enforce-version': `v${cluster.kubernetesVersion}`,
            'pod-security.kubernetes.io/audit': 'restricted',
            'pod-security.kubernetes.io/warn': 'restricted',
            'istio.io/rev': revision,
          }),
        ),
      }),
      podSecurityEnforced(eachNamespace('triptrip')),
      hardened(eachWorkload('triptrip')),
    ),
    done('S4-187', 'D', 'Pod Security Policies are gone', overview('Security')),
    otherwise(
      'S4-188',
      'K',
      'A RuntimeClass of gVisor',
      'None: no node has it and no workload wants it (X-25).',
      nothing(/runtimeclass-/, 'no RuntimeClass'),
    ),
    done('S4-189', 'D', 'Security in one line', overview('Security')),
  ],
};

const store = rendered('triptrip/triptrip-api/secretstore-aws-secrets-manager.yaml');

const secret = rendered('triptrip-api/triptrip-api/externalsecret-triptrip-api-secrets.yaml');

export const secrets: Section<Row> = {
  title: 'Secrets',
  entries: [
    otherwise(
      'S4-199',
      'K+T',
      'A ClusterSecretStore with the controller’s account',
      'A store of the namespace, with a role that reads the product’s secrets alone (X-96, X-106).',
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
    ),
    otherwise(
      'S4-200',
      'K',
      'An ExternalSecret, read every hour',
      'Under the name that the pods use (X-1).',
      secret({
        'metadata.name': 'triptrip-api-secrets',
        'spec.refreshInterval': '1h',
        'spec.secretStoreRef': { kind: 'SecretStore', name: 'aws-secrets-manager' },
      }),
    ),
    otherwise(
      'S4-201',
      'K',
      'The Secret that it makes',
      'Under the name that the pods use (X-1).',
      secret({
        'spec.target.name': 'triptrip-api-secrets',
        'spec.target.creationPolicy': 'Owner',
        'spec.target.template.engineVersion': 'v2',
        'spec.target.template.type': 'Opaque',
      }),
    ),
    otherwise(
      'S4-202',
      'K',
      'The address of the database in one variable',
      'User and password escaped, the server verified (X-105).',
      secret({
        'spec.target.template.data.DATABASE_URL': matching(
          /^postgresql:\/\/\{\{ \.username \| urlquery \}\}.*sslmode=verify-full/,
        ),
      }),
    ),
    done(
      'S4-203',
      'K+T',
      'Its five parts',
      secret({
        'spec.data[*].remoteRef.property': containsAll('username', 'password', 'host', 'port', 'database'),
        'spec.data[secretKey=username].remoteRef.key': '{secret_path_prefix}/database',
        'spec.data[secretKey=password].remoteRef.key': '{secret_path_prefix}/database',
        'spec.data[secretKey=host].remoteRef.key': '{secret_path_prefix}/database',
      }),
    ),
    otherwise(
      'S4-204',
      'K',
      'A SealedSecret for the API’s key',
      'By External Secrets, like all others (X-107).',
      secret({ 'spec.data[secretKey=API_KEY].remoteRef.key': '{secret_path_prefix}/api' }),
      nothing(/sealedsecret-/, 'no SealedSecret'),
      secretsFromManager(eachWorkload('triptrip')),
    ),
  ],
};
