import { istioRevisions } from '../../../clusters/index.ts';
import { addRole } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const NAME = 'streaming-staging';
const HUB = 'prod-japan';

/** Base64, as EKS gives it, of no certificate at all. */
const CERTIFICATE_AUTHORITY = Buffer.from('the certificate authority of a proof').toString('base64');

/** The README's steps: a neighbour's files, with what differs, and what Terraform would print for the new account. */
function addCluster(repository: Repository): void {
  repository.copy('clusters/prod-eu', `clusters/${NAME}`);
  repository.delete(`clusters/${NAME}/.env.example`);
  repository.write(
    `clusters/${NAME}/cluster.yaml`,
    `name: ${NAME}
environment: staging
hub: ${HUB}
kubernetesVersion: "1.34"
replicaFactor: 0.5
nodeScaler: karpenter
domain: staging.example.com
ingress:
  targetType: instance
mesh:
  id: ${NAME}
  network: ${NAME}
  trustDomain: staging.mesh.example.com
  revision: ${istioRevisions.at(-1)}
egress: gateway
customerTokens:
  issuer: https://login.staging.example.com/realms/customers
  jwksUri: https://login.staging.example.com/realms/customers/protocol/openid-connect/certs
  audience: streaming
tracing:
  samplingPercentage: 100
externalHosts:
  push-notifications: push.example.com
`,
  );
  const outputs = repository
    .read(`clusters/${NAME}/terraform.json`)
    .replaceAll('222233334444', '777788889999')
    .replaceAll('eu-central-1', 'eu-west-1')
    .replaceAll('prod-eu', NAME)
    .replaceAll('/prod/eu', '/staging/streaming')
    .replaceAll('eu.example.com', 'staging.example.com')
    // What only the cluster itself has.
    .replaceAll(/\bvpc-[0-9a-f]{17}/g, 'vpc-0123456789abcdef0')
    .replace(/(?<="cluster_certificate_authority_data": \{[^}]*"value": ")[^"]+/, CERTIFICATE_AUTHORITY);
  repository.write(`clusters/${NAME}/terraform.json`, outputs);
  // Its builds go on to production when its Argo CD has reported them: that of its hub, or its own when that one is lost.
  for (const cluster of [HUB, NAME]) addRole(repository, cluster, 'argocd-notifications');
  repository.replace('apps/streaming/streaming.ts', /clusters: \[/, `clusters: ['${NAME}', `);
  repository.replace(
    '.github/CODEOWNERS',
    '\n# What opens a door.',
    `/clusters/${NAME}/images.yaml  @example/streaming\n\n# What opens a door.`,
  );
}

export const clusters: readonly Scenario[] = [
  {
    name: 'cluster',
    purpose: 'a staging region for streaming, linked with no other',
    touches: [
      'apps/streaming/streaming.ts',
      '.github/CODEOWNERS',
      `clusters/${HUB}/terraform.json`,
      ...['cluster.yaml', 'images.yaml', 'terraform.json'].map((file) => `clusters/${NAME}/${file}`),
    ],
    change: addCluster,
  },
];
