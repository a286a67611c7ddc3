import { ApiObject, App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { addSecret } from '../../../../platform/kit/secrets/external-secret.ts';
import { postgresAddress, property } from '../../../../platform/kit/secrets/secret-reference.ts';
import { database } from '../../../../platform/workload/declaration/calls.ts';
import type { WorkloadDeclaration } from '../../../../platform/workload/declaration/workload.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, listAt, one, textAt } from '../../../manifest-reader.ts';
import { renderProduct } from '../../../render-product.ts';
import { refusal } from '../../refusal.ts';
import { runner, web } from '../../workload/declarations.ts';

const secrets = {
  PASSWORD: 'shop_password',
  API_KEY: property('api', 'key'),
  DATABASE_URL: postgresAddress('database'),
} satisfies WorkloadDeclaration['secrets'];
const rendered = (workload: WorkloadDeclaration, cluster = 'prod-japan') =>
  renderProduct(
    { workloads: [workload] },
    // The address of a database names the certificates of RDS.
    {
      cluster,
      change: ({ terraform, ...rest }) => ({
        ...rest,
        terraform: { ...terraform, rdsCaBundle: frozenFleet.clusterOf('prod-japan').terraform.rdsCaBundle },
      }),
    },
  );
const calls = [database('main')];
const objects = rendered(web({ secrets, calls }));
const external = one(objects, 'ExternalSecret');
const container = at(one(objects, 'Deployment'), 'spec.template.spec.containers[0]');

describe('no value of a secret is ever in Git', () => {
  test('no Secret is rendered, and no variable has a literal in its place', () => {
    expect(every(objects, 'Secret')).toEqual([]);
    const literal = listAt(container, 'env').filter((variable) => at(variable, 'value') !== undefined);
    expect(literal.map((variable) => at(variable, 'name'))).toEqual(['PORT']);
    const { DATABASE_URL: _, ...plain } = secrets;
    expect(every(rendered(web({ secrets: plain })), 'ConfigMap')).toEqual([]);
  });
});

describe('the Secret that a pod waits for is made (X-1)', () => {
  test.each([
    [web({ secrets, calls }), 'web-secrets'],
    [web({ secrets, calls, secretName: 'web-secret' }), 'web-secret'],
    [runner({ secrets, calls }), 'runner-secrets'],
  ])('for %o', (workload, name) => {
    const all = rendered(workload);
    const consumed = every(all, 'Deployment').flatMap((deployment) =>
      listAt(deployment, 'spec.template.spec.containers[0].envFrom').flatMap(
        (source) => at(source, 'secretRef.name') ?? [],
      ),
    );
    const produced = every(all, 'ExternalSecret').map((secret) => at(secret, 'spec.target.name'));
    expect(consumed).toEqual([name]);
    expect(produced).toEqual(consumed);
    const place = (kind: string) => at(every(all, kind)[0], 'metadata.namespace');
    expect(place('ExternalSecret')).toBe(place('Deployment'));
  });

  test('with exactly the declared variables as keys', () => {
    expect(Object.keys(Object(at(external, 'spec.target.template.data')))).toEqual([
      'PASSWORD',
      'API_KEY',
      'DATABASE_URL',
    ]);
    expect(at(external, 'spec.target')).toMatchObject({
      creationPolicy: 'Owner',
      template: { type: 'Opaque', engineVersion: 'v2' },
    });
  });

  test.each([web(), web({ secrets: {} })])(
    'without secrets nothing is made and nothing is waited for',
    (workload) => {
      const without = rendered(workload);
      expect(every(without, 'ExternalSecret')).toEqual([]);
      expect(every(without, 'SecretStore')).toEqual([]);
      expect(at(one(without, 'Deployment'), 'spec.template.spec.containers[0].envFrom')).toBeUndefined();
      expect(at(one(without, 'Deployment'), 'metadata.annotations')).toBeUndefined();
    },
  );
});

describe('where the values come from', () => {
  test("the cluster's own path: none reads another's (X-97)", () => {
    const keys = (cluster: string) =>
      listAt(one(rendered(web({ secrets, calls }), cluster), 'ExternalSecret'), 'spec.data').map((datum) =>
        textAt(datum, 'remoteRef.key'),
      );
    expect(new Set(keys('prod-japan'))).toEqual(
      new Set(['/prod/japan/shop_password', '/prod/japan/api', '/prod/japan/database']),
    );
    expect(new Set(keys('prod-eu'))).toEqual(
      new Set(['/prod/eu/shop_password', '/prod/eu/api', '/prod/eu/database']),
    );
  });

  test('a bare name is a whole value, a property a part of a JSON value', () => {
    const reference = (secretKey: string) =>
      at(
        listAt(external, 'spec.data').find((datum) => at(datum, 'secretKey') === secretKey),
        'remoteRef',
      );
    expect(reference('PASSWORD')).toEqual({ key: '/prod/japan/shop_password' });
    expect(reference('API_KEY')).toEqual({ key: '/prod/japan/api', property: 'key' });
    expect(reference('username')).toEqual({ key: '/prod/japan/database', property: 'username' });
  });

  test('every name in a template is fetched: one that is not leaves the Secret unmade', () => {
    const fetched = listAt(external, 'spec.data').map((datum) => at(datum, 'secretKey'));
    const template = JSON.stringify(at(external, 'spec.target.template.data'));
    const used = [...template.matchAll(/\{\{ \.(\w+)/g)].map(([, name]) => name);
    expect(new Set(fetched)).toEqual(new Set(used));
    expect(fetched).toHaveLength(new Set(fetched).size);
    expect(used.length).toBe(7);
  });

  test('a template names what it fetches, or it is refused', () => {
    const broken = { template: '{{ .user }}:{{ .pass | urlquery }}', from: { user: property('a', 'user') } };
    expect(refusal(() => rendered(web({ secrets: { LOGIN: broken } })))).toBe(
      'web: the template of LOGIN uses .pass, which its from does not name. Add it there.',
    );
    const whole = { ...broken, from: { ...broken.from, pass: property('a', 'pass') } };
    expect(refusal(() => rendered(web({ secrets: { LOGIN: whole } })))).toBeUndefined();
  });

  test('two templates that mean two things by one name', () => {
    const render = (second: string) => () =>
      rendered(web({ calls, secrets: { ONE: postgresAddress('first'), TWO: postgresAddress(second) } }));
    expect(refusal(render('second'))).toBe(
      'web: username means two different properties in its secrets. Rename it in one template.',
    );
    expect(refusal(render('first'))).toBeUndefined();
  });

  test('the store is of the namespace, with a role that reads only the secrets of the product (X-106)', () => {
    const store = one(objects, 'SecretStore');
    expect(every(objects, 'ClusterSecretStore')).toEqual([]);
    expect(at(external, 'spec.secretStoreRef')).toEqual({
      kind: 'SecretStore',
      name: at(store, 'metadata.name'),
    });
    expect(at(store, 'metadata.namespace')).toBe(at(external, 'metadata.namespace'));
    expect(at(store, 'spec.provider.aws')).toMatchObject({
      service: 'SecretsManager',
      region: 'ap-northeast-1',
    });
    const reader = at(store, 'spec.provider.aws.auth.jwt.serviceAccountRef.name');
    const account = one(objects, 'ServiceAccount', String(reader));
    expect(at(account, 'metadata.annotations["eks.amazonaws.com/role-arn"]')).toBe(
      'arn:aws:iam::111122223333:role/shop-secrets',
    );
  });

  test('a product without such a role', () => {
    const irsaRoleArns = {};
    expect(
      refusal(() =>
        renderProduct(
          { workloads: [web({ secrets, calls })] },
          {
            change: (cluster) => ({ ...cluster, terraform: { ...cluster.terraform, irsaRoleArns } }),
          },
        ),
      ),
    ).toMatch(/^clusters\/prod-japan\/terraform\.json: the output irsa_role_arns has no shop-secrets/);
  });
});

describe('a password with any character in it', () => {
  test('does not cut the address of the database: user and password are escaped (X-105)', () => {
    const address = textAt(external, 'spec.target.template.data.DATABASE_URL');
    // What the template engine does: urlquery escapes, a bare field is put in as it is.
    const values: Record<string, string> = {
      username: 'shop@tokyo',
      password: 'a/b:c@d?e#f%',
      host: 'main.example.com',
      port: '5432',
      database: 'shop',
    };
    const url = new URL(
      address.replaceAll(/\{\{ \.(\w+)( \| urlquery)? \}\}/g, (_, name: string, escaped?: string) =>
        escaped === undefined ? (values[name] ?? '') : encodeURIComponent(values[name] ?? ''),
      ),
    );
    expect(url.hostname).toBe('main.example.com');
    expect(url.port).toBe('5432');
    expect(url.pathname).toBe('/shop');
    expect(decodeURIComponent(url.username)).toBe(values.username);
    expect(decodeURIComponent(url.password)).toBe(values.password);
  });

  test('and the certificate and the name of the server are verified (X-105)', () => {
    expect(textAt(external, 'spec.target.template.data.DATABASE_URL')).toMatch(
      /\?sslmode=verify-full&sslrootcert=\/\S+$/,
    );
  });
});

test('a rotated secret reaches the pods: they are started anew (S0-61, X-105)', () => {
  expect(at(one(objects, 'Deployment'), 'metadata.annotations["secret.reloader.stakater.com/reload"]')).toBe(
    at(external, 'spec.target.name'),
  );
});

test('a key that is the name of a file is looked up: as a field of a field, no Secret is made, and its wave waits', () => {
  const chart = new Chart(new App(), 'test');
  const target = { owner: 'tool', name: 'tool', namespace: 'tool', labels: {}, store: 'tool-secrets' };
  addSecret(chart, frozenFleet.clusterOf('prod-japan'), target, {
    'client.pem': 'certificate',
    PASSWORD: 'shop',
  });
  const files = one(
    chart.node.children.flatMap((child) => (ApiObject.isApiObject(child) ? [child.toJson()] : [])),
    'ExternalSecret',
  );
  expect(Object.values(Object(at(files, 'spec.target.template.data')))).toEqual([
    '{{ index . "client.pem" }}',
    '{{ .PASSWORD }}',
  ]);
});
