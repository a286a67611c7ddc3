import { expect, it } from 'vitest';
import type { Cluster } from '../../../../clusters/index.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, listAt, one } from '../../../manifest-reader.ts';

const { contextOf, renderUnit } = frozenFleet;

function valuesOn(cluster: string, terraform: Partial<Cluster['terraform']> = {}): unknown {
  const whole = contextOf(cluster);
  const context = {
    ...whole,
    cluster: { ...whole.cluster, terraform: { ...whole.cluster.terraform, ...terraform } },
  };
  return context.units.find(({ name }) => name === 'kiali')?.helm?.(context).values;
}

it('it looks and changes nothing, whoever signs in (S3-59)', () => {
  expect(at(valuesOn('prod-japan'), 'deployment.view_only_mode')).toBe(true);
  const role = one(renderUnit('kiali', 'prod-japan'), 'ClusterRole');
  const rules = JSON.stringify(at(role, 'rules'));
  expect(rules).not.toMatch(/secrets|pods\/|"(update|patch|delete|\*)"\]\}/);
  for (const rule of listAt(role, 'rules')) {
    const verbs = listAt(rule, 'verbs');
    const review = listAt(rule, 'resources').includes('tokenreviews');
    expect(verbs).toEqual(review ? ['create'] : ['get', 'list', 'watch']);
  }
  expect(at(valuesOn('prod-japan'), 'skipResources')).toEqual(['clusterrole', 'clusterrolebinding']);
});

it('the role is that of the ServiceAccount of its chart, which has the name of the instance', () => {
  expect(listAt(one(renderUnit('kiali', 'prod-japan'), 'ClusterRoleBinding'), 'subjects')).toEqual([
    { kind: 'ServiceAccount', name: 'kiali', namespace: 'kiali' },
  ]);
});

it('staff sign in at the identity provider, and by a token of the cluster where there is none', () => {
  expect(at(valuesOn('prod-japan'), 'auth')).toMatchObject({
    strategy: 'openid',
    openid: { issuer_uri: 'https://sso.example.com/realms/staff' },
  });
  expect(at(valuesOn('prod-eu', { ssoIssuerUrl: undefined }), 'auth')).toEqual({ strategy: 'token' });
});

it('sessions outlive a rendering: the key that signs them comes from the store', () => {
  const [, secret, key] = String(at(valuesOn('prod-eu'), 'login_token.signing_key')).split(':');
  const made = one(renderUnit('kiali', 'prod-eu'), 'ExternalSecret', secret);
  expect(at(made, `spec.target.template.data.${key}`)).toBe(`{{ .${key} }}`);
});

it('the secret of the client stands under the name that Kiali reads, in a template that can be read', () => {
  const made = one(renderUnit('kiali', 'prod-japan'), 'ExternalSecret', 'kiali');
  expect(at(made, 'spec.target.template.data["oidc-secret"]')).toBe('{{ .client_secret }}');
});

it('no policy of the chart opens what ours keeps closed', () => {
  expect(at(valuesOn('prod-japan'), 'deployment.network_policy.enabled')).toBe(false);
});
