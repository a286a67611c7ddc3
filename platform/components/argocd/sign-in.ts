import type { StaffEntry } from '../../kit/load-balancer/entry.ts';
import { ARGOCD_CLIENT } from './address.ts';

/**
 * How staff log in: at the identity provider, whose groups the roles of Argo CD name (S3-30, S3-34). A value with a
 * dollar sign is a key of a Secret.
 */
export function signIn({ issuerUrl }: StaffEntry): string {
  return [
    'name: Single sign-on',
    `issuer: ${issuerUrl}`,
    `clientID: $${ARGOCD_CLIENT}:client_id`,
    `clientSecret: $${ARGOCD_CLIENT}:client_secret`,
    'requestedScopes: [openid, profile, email, groups]',
    'enablePKCEAuthentication: false',
    '',
  ].join('\n');
}
