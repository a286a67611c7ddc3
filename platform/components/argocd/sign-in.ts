import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import type { StaffEntry } from '../../kit/load-balancer/entry.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { addSecretStore } from '../../kit/secrets/secret-store.ts';
import { namespaceLabels } from '../namespaces/namespace.ts';
import { ARGOCD_NAMESPACE } from './sync-policy.ts';

/** The Secret with Argo CD's client at the identity provider. */
const CLIENT = 'argocd-client';

/** The store, and the ServiceAccount whose role reads it. */
const STORE = 'argocd-secrets';

/**
 * How staff log in: at the identity provider, whose groups the roles of Argo CD name (S3-30, S3-34). A value with a
 * dollar sign is a key of a Secret.
 */
export function signIn({ issuerUrl }: StaffEntry): string {
  return [
    'name: Single sign-on',
    `issuer: ${issuerUrl}`,
    `clientID: $${CLIENT}:client_id`,
    `clientSecret: $${CLIENT}:client_secret`,
    'requestedScopes: [openid, profile, email, groups]',
    'enablePKCEAuthentication: false',
    '',
  ].join('\n');
}

/**
 * The client that `signIn` names; Argo CD reads only Secrets with its own label. Part of the unit `staff-tools`, since
 * Argo CD itself stands before there is anything that makes Secrets.
 */
export function addSignInSecret(chart: Chart, cluster: Cluster): void {
  const place = { namespace: ARGOCD_NAMESPACE, labels: namespaceLabels('platform') };
  addSecretStore(chart, cluster, { ...place, name: STORE, reader: STORE });
  addSecret(
    chart,
    cluster,
    {
      ...place,
      owner: CLIENT,
      name: CLIENT,
      store: STORE,
      secretLabels: { 'app.kubernetes.io/part-of': 'argocd' },
    },
    {
      client_id: property('sso/argocd', 'client_id'),
      client_secret: property('sso/argocd', 'client_secret'),
    },
  );
}
