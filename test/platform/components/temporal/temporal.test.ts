import { describe, expect, test } from 'vitest';
import { temporalValues } from '../../../../platform/components/temporal/values.ts';
import { product } from '../../../../platform/product/product.ts';
import type { Context } from '../../../../platform/unit/unit.ts';
import { workload } from '../../../../platform/workload/declaration/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, type Json, one } from '../../../manifest-reader.ts';
import { DIGEST } from '../../../render-product.ts';
import { render } from '../../../rendered-fleet.ts';
import { EVERY_POD_SENDS_TO, openings } from '../../network-openings.ts';
import { web } from '../../workload/declarations.ts';

/** A product of which one service declares the call. */
const caller = product({
  name: 'shop',
  clusters: ['prod-japan'],
  namespaces: [{ name: 'shop', mesh: true }],
  workloads: [web({ name: 'orders', calls: [workload('temporal-frontend')] }), web({ name: 'stock' })],
});
const japan = frozenFleet.contextOf('prod-japan');
const image = { version: '1.0.0', digest: DIGEST };
const context: Context = {
  ...japan,
  cluster: { ...japan.cluster, images: { ...japan.cluster.images, orders: image, stock: image } },
  units: [...frozenFleet.units, ...caller],
};
const { cluster, units } = context;
const renderUnit = (name: string): readonly Json[] =>
  units.filter((unit) => unit.name === name).flatMap((unit) => render(unit, context));
const values = temporalValues(context);
const objects = renderUnit('temporal');
const whole = ['namespaces', 'temporal-store', 'temporal'].flatMap(renderUnit);
const part = (component: string) => ({
  namespace: 'temporal',
  labels: { 'app.kubernetes.io/name': 'temporal', 'app.kubernetes.io/component': component },
});
const data = cluster.terraform.dataSubnetCidrs.map((cidr) => `${cidr} TCP 3306`);

test('everything of the chart that keeps running is made anew when its namespace moves to another control plane', () => {
  const annotation = { 'fleet.example.com/proxy-revision': cluster.mesh?.revision };
  expect([values.server.podAnnotations, values.web.podAnnotations]).toEqual([annotation, annotation]);
  // The Job for the databases cannot change, and has done its work.
  expect(values.schema).not.toHaveProperty('podAnnotations');
  expect(values.admintools.enabled).toBe(false);
});

describe('staff see workflows, and nobody else does (S3-25)', () => {
  test('the pages are at the listener of staff, behind their provider', () => {
    expect(at(one(objects, 'VirtualService'), 'spec')).toMatchObject({
      hosts: ['temporal.japan.example.com'],
      gateways: ['istio-system/staff-gateway'],
    });
    const settings = Object.fromEntries(values.web.additionalEnv.map(({ name, value }) => [name, value]));
    expect(settings).toMatchObject({
      TEMPORAL_AUTH_ENABLED: 'true',
      TEMPORAL_AUTH_PROVIDER_URL: 'https://sso.example.com/realms/staff',
      TEMPORAL_AUTH_CALLBACK_URL: 'https://temporal.japan.example.com/auth/sso/callback',
    });
    const client = one(whole, 'ExternalSecret', values.web.additionalEnvSecretName);
    expect(Object.keys(Object(at(client, 'spec.target.template.data')))).toEqual([
      'TEMPORAL_AUTH_CLIENT_ID',
      'TEMPORAL_AUTH_CLIENT_SECRET',
    ]);
  });

  test('the frontend takes the workloads that declare the call, and no gateway', () => {
    const received = openings(whole, 'ingress', part('frontend'));
    expect(received).toContain('shop app=orders TCP 7233');
    expect(received.filter((line) => line.startsWith('shop'))).toHaveLength(1);
    expect(received.join()).not.toContain('istio-ingressgateway');
    const policy = one(objects, 'AuthorizationPolicy', 'allow-callers-of-temporal');
    expect(at(policy, 'spec.rules[0].from[0].source.principals')).toEqual([
      'japan.mesh.example.com/ns/shop/sa/orders',
    ]);
  });
});

describe('a server without its store never starts', () => {
  test('the Job that prepares the databases finds its passwords: they come in an earlier wave', () => {
    const wave = (name: string) => units.find((unit) => unit.name === name)?.wave ?? Number.NaN;
    expect(wave('temporal-store')).toBeLessThan(wave('temporal'));
    // Its ServiceAccount too: the chart's own would come after it.
    expect(values.serviceAccount).toEqual({ create: false, name: 'temporal' });
    one(renderUnit('temporal-store'), 'ServiceAccount', 'temporal');
    const { default: store, visibility } = values.server.config.persistence.datastores;
    for (const { sql } of [store, visibility]) {
      const secret = one(whole, 'ExternalSecret', sql.existingSecret);
      expect(Object.keys(Object(at(secret, 'spec.target.template.data')))).toContain(sql.secretKey);
    }
  });

  test('both databases are those of the contract, and their certificates are checked', () => {
    const { default: store, visibility } = values.server.config.persistence.datastores;
    for (const [{ sql }, name] of [
      [store, 'temporal'],
      [visibility, 'temporal-visibility'],
    ] as const) {
      const found = cluster.terraform.databases[name];
      expect(sql).toMatchObject({
        pluginName: 'mysql8',
        createDatabase: false,
        databaseName: found?.name,
        connectAddr: `${found?.endpoint}:3306`,
        tls: { enabled: true, enableHostVerification: true, serverName: found?.endpoint },
      });
    }
    const registered = every(whole, 'ServiceEntry').map((entry) => at(entry, 'spec.hosts[0]'));
    expect(registered).toContain(cluster.terraform.databases.temporal?.endpoint);
  });

  test('every pod reaches them, the Job too, whose labels are the chart’s', () => {
    const sent = openings(whole, 'egress', { namespace: 'temporal', labels: {} });
    expect(sent).toEqual(
      [...EVERY_POD_SENDS_TO, 'cert-manager app=cert-manager-istio-csr TCP 6443', ...data].sort(),
    );
  });

  test('its parts find each other', () => {
    for (const component of ['frontend', 'history', 'matching', 'worker']) {
      const line = 'temporal app.kubernetes.io/name=temporal TCP 6934';
      expect(openings(whole, 'ingress', part(component))).toContain(line);
      expect(openings(whole, 'egress', part(component))).toContain(line);
    }
  });
});

describe('who calls Temporal finds a namespace there', () => {
  const job = one(objects, 'Job');
  const command = String(at(job, 'spec.template.spec.containers[0].command[2]'));

  test('which is made where it is missing, with the retention of a week', () => {
    expect(command).toContain('namespace create -n shop --retention 7d');
    expect(command.split('\n')).toHaveLength(1);
  });

  test('by a hook, as a Job cannot be changed when one more namespace calls', () => {
    expect(values.server.config.namespaces).toEqual({ create: false });
    const annotations = 'metadata.annotations["argocd.argoproj.io/hook';
    expect(at(job, `${annotations}"]`)).toBe('PostSync');
    expect(at(job, `${annotations}-delete-policy"]`)).toContain('BeforeHookCreation');
  });

  test('and the Job reaches the frontend, which lets it in', () => {
    const labels = Object(at(job, 'spec.template.metadata.labels'));
    const [first] = openings(whole, 'egress', { namespace: 'temporal', labels }).filter((line) =>
      line.endsWith('TCP 7233'),
    );
    expect(first).toContain('temporal ');
    expect(at(job, 'spec.template.spec.serviceAccountName')).toBe('temporal');
    expect(
      at(one(objects, 'AuthorizationPolicy', 'allow-temporal'), 'spec.rules[0].from[0].source.principals'),
    ).toEqual(['japan.mesh.example.com/ns/temporal/sa/temporal']);
  });
});

test('the Job of the databases, which is made once, stays', () => {
  const years = values.schema.ttlSecondsAfterFinished / (365 * 24 * 3600);
  expect(years).toBeGreaterThan(10);
});

test('the stores that the chart once brought along are refused by it now', () => {
  for (const key of ['cassandra', 'elasticsearch', 'mysql', 'postgresql', 'prometheus', 'grafana']) {
    expect(values).not.toHaveProperty(key);
  }
});
