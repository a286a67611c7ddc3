import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { ARGOCD_CLIENT, ARGOCD_NAMESPACE } from '../argocd/address.ts';

/** The store, and the ServiceAccount whose role reads it. */
const STORE = 'argocd-secrets';

/**
 * The client that `signIn` names; Argo CD reads only Secrets with its own label. Part of the unit `staff-tools`, since
 * Argo CD itself stands before there is anything that makes Secrets. It is there where the hub is another cluster, too:
 * when that one is lost, an Argo CD starts here, and nobody has to fill in a secret on that day.
 */
export function addSignInSecret(chart: Chart, cluster: Cluster): void {
  const place = { namespace: ARGOCD_NAMESPACE, labels: ownerLabels('platform') };
  addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
  addSecret(
    chart,
    cluster,
    {
      ...place,
      owner: ARGOCD_CLIENT,
      name: ARGOCD_CLIENT,
      store: STORE,
      secretLabels: { 'app.kubernetes.io/part-of': 'argocd' },
    },
    {
      client_id: property('sso/argocd', 'client_id'),
      client_secret: property('sso/argocd', 'client_secret'),
    },
  );
}
