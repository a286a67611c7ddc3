import { describe, expect, it } from 'vitest';
import { signIn } from '../../../../platform/components/grafana/sign-in.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';

const { contextOf, renderUnit } = frozenFleet;

function valuesOn(cluster: string): unknown {
  const context = contextOf(cluster);
  return context.units.find(({ name }) => name === 'grafana')?.helm?.(context).values;
}

function openTo(cluster: string): string {
  const policy = one(renderUnit('grafana', cluster), 'NetworkPolicy', 'allow-grafana');
  return JSON.stringify(at(policy, 'spec'));
}

describe('who gets in (S3-31)', () => {
  const japan = valuesOn('prod-japan');
  const ini = at(japan, '["grafana.ini"]');

  it('staff sign in at the identity provider, and nobody without a name or a group', () => {
    expect(at(ini, '["auth.generic_oauth"]')).toMatchObject({
      enabled: true,
      auth_url: 'https://sso.example.com/realms/staff/protocol/openid-connect/auth',
      token_url: 'https://sso.example.com/realms/staff/protocol/openid-connect/token',
      api_url: 'https://sso.example.com/realms/staff/protocol/openid-connect/userinfo',
      role_attribute_strict: true,
      allow_assign_grafana_admin: false,
      use_pkce: true,
    });
    expect(at(ini, '["auth.anonymous"].enabled')).toBe(false);
    expect(at(ini, 'server.root_url')).toBe('https://grafana.japan.example.com');
  });

  it('the secrets come from the store: none stands in the values, and each named file is mounted', () => {
    const [mount] = listAt(japan, 'extraSecretMounts');
    const secret = one(
      renderUnit('grafana', 'prod-japan'),
      'ExternalSecret',
      String(at(mount, 'secretName')),
    );
    for (const name of ['client_id', 'client_secret']) {
      expect(at(ini, `["auth.generic_oauth"].${name}`)).toBe(`$__file{${at(mount, 'mountPath')}/${name}}`);
      expect(at(secret, `spec.target.template.data.${name}`)).toBe(`{{ .${name} }}`);
    }
    const administrator = one(renderUnit('grafana', 'prod-japan'), 'ExternalSecret', 'grafana-administrator');
    for (const key of ['userKey', 'passwordKey']) {
      expect(at(administrator, `spec.target.template.data.${at(japan, `admin.${key}`)}`)).toBeDefined();
    }
  });

  it('without an identity provider there is the administrator alone', () => {
    expect(at(valuesOn('triptrip-production'), '["grafana.ini"]["auth.generic_oauth"]')).toBeUndefined();
    const secrets = every(renderUnit('grafana', 'triptrip-production'), 'ExternalSecret');
    expect(secrets.map((secret) => at(secret, 'metadata.name'))).toEqual(['grafana-administrator']);
  });

  it('an issuer whose endpoints nobody knows stops synth', () => {
    const { cluster } = contextOf('prod-japan');
    const terraform = { ...cluster.terraform, ssoIssuerUrl: 'https://login.example.com/oauth2' };
    expect(() => signIn({ ...cluster, terraform })).toThrow(
      'the issuer https://login.example.com/oauth2 in sso_issuer_url is not a Keycloak realm',
    );
  });
});

describe('where it reads', () => {
  it('only by addresses inside the cluster (S3-33), and its policy lets it', () => {
    const sources = listAt(valuesOn('prod-japan'), 'datasources["datasources.yaml"].datasources');
    const urls = sources.flatMap((source) => at(source, 'url') ?? []);
    expect(urls).toHaveLength(3);
    for (const url of urls) {
      expect(url).toMatch(/^http:\/\/[a-z-]+\.monitoring\.svc\.cluster\.local:\d+$/);
      expect(openTo('prod-japan')).toContain(`"port":${String(url).split(':').at(-1)}`);
    }
  });

  it('its token reads the ConfigMaps of dashboards and no Secret', () => {
    expect(at(valuesOn('prod-japan'), 'rbac.create')).toBe(false);
    expect(at(one(renderUnit('grafana', 'prod-japan'), 'Role'), 'rules')).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    ]);
  });
});
