import { commandOf } from '../document.ts';
import { ran } from '../edits.ts';
import type { Repository } from '../repository.ts';
import type { Scenario } from '../scenario.ts';

const NAME = 'streaming-staging';
const HUB = 'prod-japan';

/** Base64, as EKS gives it, of no certificate at all. */
const CERTIFICATE_AUTHORITY = Buffer.from('the certificate authority of a proof').toString('base64');

/** The README's command, with what Terraform would print for the new account: a neighbour's outputs, in another region. */
function addCluster(repository: Repository): void {
  const outputs = repository
    .read('clusters/prod-eu/terraform.json')
    .replaceAll('222233334444', '777788889999')
    .replaceAll('eu-central-1', 'eu-west-1')
    .replaceAll('prod-eu', NAME)
    .replaceAll('/prod/eu', '/staging/streaming')
    .replaceAll('eu.example.com', 'staging.example.com')
    // What only the cluster itself has.
    .replaceAll(/\bvpc-[0-9a-f]{17}/g, 'vpc-0123456789abcdef0')
    .replace(/(?<="cluster_certificate_authority_data": \{[^}]*"value": ")[^"]+/, CERTIFICATE_AUTHORITY);
  repository.write('outputs.json', outputs);
  const command = commandOf(repository.read('README.md'), 'Add a cluster', `npx fleet new cluster ${NAME}`);
  ran(repository, `${command} --without-checks`);
  repository.delete('outputs.json');
}

export const clusters: readonly Scenario[] = [
  {
    name: 'cluster',
    purpose: 'a staging region for streaming, linked with no other, by the command of the README',
    touches: [
      'apps/streaming/streaming.ts',
      '.github/CODEOWNERS',
      `clusters/${HUB}/expected-roles.yaml`,
      ...['cluster.yaml', 'images.yaml', 'terraform.json', 'expected-roles.yaml'].map(
        (file) => `clusters/${NAME}/${file}`,
      ),
    ],
    change: addCluster,
  },
];
