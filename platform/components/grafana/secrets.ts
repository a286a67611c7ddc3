import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { ownLabels } from '../../kit/node-agent.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { grafana } from './address.ts';

/** The Secret of the administrator, and that of the client at the identity provider. */
export const ADMINISTRATOR = 'grafana-administrator';
export const CLIENT = 'grafana-client';

/** The store, the ServiceAccount that reads with it, and the secret in AWS; each for Grafana alone. */
const STORE = 'grafana-secrets';
const SOURCE = 'grafana';

/** Both Secrets, from the properties of one secret in AWS Secrets Manager (S3-31). */
export function addSecrets(chart: Chart, cluster: Cluster): void {
  const place = { namespace: grafana.namespace, labels: ownLabels(grafana.name) };
  const target = { ...place, owner: grafana.name, store: STORE };
  addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
  addSecret(
    chart,
    cluster,
    { ...target, name: ADMINISTRATOR },
    {
      admin_user: property(SOURCE, 'admin_user'),
      admin_password: property(SOURCE, 'admin_password'),
    },
  );
  if (cluster.terraform.ssoIssuerUrl === undefined) return;
  addSecret(
    chart,
    cluster,
    { ...target, name: CLIENT },
    {
      client_id: property(SOURCE, 'client_id'),
      client_secret: property(SOURCE, 'client_secret'),
    },
  );
}
