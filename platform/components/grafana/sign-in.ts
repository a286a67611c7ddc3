import type { Cluster } from '../../../clusters/index.ts';
import { staffGroups } from '../access/address.ts';

/** Where the client's id and secret are mounted. */
export const CREDENTIALS_FOLDER = '/etc/secrets/sign-in';

/** What each group may do here, as it may in Argo CD. */
const ROLES = `contains(groups[*], '${staffGroups.operators}') && 'Editor' || contains(groups[*], '${staffGroups.readers}') && 'Viewer'`;

/**
 * How staff get in: at the identity provider, without a proxy between (S3-31). The client there has the scope `groups`,
 * and the redirect address `https://grafana.<domain>/login/generic_oauth`.
 *
 * Nothing where the cluster has no identity provider: then there is only the administrator, reached by
 * `kubectl port-forward`.
 *
 * @throws when the issuer is not a Keycloak realm: Grafana does not look up where its endpoints are
 */
export function signIn({ name, terraform }: Cluster): Readonly<Record<string, Section>> {
  if (terraform.ssoIssuerUrl === undefined) return {};
  const endpoints = endpointsOf(name, terraform.ssoIssuerUrl);
  return {
    // The administrator's form stays for the day when the identity provider is down.
    auth: { oauth_auto_login: true, disable_login_form: false, oauth_allow_insecure_email_lookup: false },
    'auth.generic_oauth': {
      enabled: true,
      name: 'Single sign-on',
      ...endpoints,
      client_id: `$__file{${CREDENTIALS_FOLDER}/client_id}`,
      client_secret: `$__file{${CREDENTIALS_FOLDER}/client_secret}`,
      scopes: 'openid profile email groups',
      use_pkce: true,
      allow_sign_up: true,
      login_attribute_path: 'preferred_username',
      name_attribute_path: 'name',
      email_attribute_path: 'email',
      role_attribute_path: ROLES,
      role_attribute_strict: true,
      allow_assign_grafana_admin: false,
    },
  };
}

type Section = Readonly<Record<string, string | boolean>>;

/** Keycloak's endpoints under the issuer of a realm. */
function endpointsOf(cluster: string, issuer: string) {
  if (/\/realms\/[^/]+$/.test(issuer)) {
    const base = `${issuer}/protocol/openid-connect`;
    return { auth_url: `${base}/auth`, token_url: `${base}/token`, api_url: `${base}/userinfo` };
  }
  throw new Error(
    `clusters/${cluster}/terraform.json: the issuer ${issuer} in sso_issuer_url is not a Keycloak realm (https://<host>/realms/<realm>). Grafana has to know the endpoints; write those of another provider down in platform/components/grafana/sign-in.ts.`,
  );
}
