import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { kiali } from './address.ts';

/** The Secret that the chart mounts, the store, and the secret in AWS. */
const SECRET = 'kiali';
const STORE = 'kiali-secrets';
const SOURCE = 'kiali';

/** Signs the cookies. The chart would make up a new one at each rendering, and so end every session. */
export const SIGNING_KEY = `secret:${SECRET}:signing_key`;

/** The key of 32 characters that signs cookies and, where staff sign in, the secret of Kiali's client. */
export function addSecrets(chart: Chart, cluster: Cluster): void {
  const place = { namespace: kiali.namespace, labels: ownLabels(kiali.name) };
  addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
  addSecret(
    chart,
    cluster,
    { ...place, owner: kiali.name, store: STORE, name: SECRET },
    {
      signing_key: property(SOURCE, 'signing_key'),
      // The name of the key is Kiali's; a template cannot use it for a variable.
      ...(cluster.terraform.ssoIssuerUrl !== undefined && {
        'oidc-secret': {
          template: '{{ .client_secret }}',
          from: { client_secret: property(SOURCE, 'client_secret') },
        },
      }),
    },
  );
}
