import { describe, expect, test } from 'vitest';
import { storefront } from '../../../apps/storefront/storefront.ts';
import { DATABASE_AUTHORITY_FILE } from '../../../platform/kit/secrets/database-authority.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { servicesOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

describe.each(clustersOf(storefront))('Aurora MySQL on %s', (cluster) => {
  const mysql = Object.entries(contextOf(cluster).cluster.terraform.databases).flatMap(
    ([name, { engine, endpoint }]) => (engine === 'mysql' ? [{ name, endpoint }] : []),
  );
  const services = servicesOf(storefront)
    .filter((placed) => placed.cluster === cluster)
    .map(({ name, declaration: { calls = [] } }) => {
      const called = mysql.filter((database) =>
        calls.some((call) => call.to === 'database' && call.name === database.name),
      );
      return { name, endpoints: called.map(({ endpoint }) => endpoint) };
    });
  /** Several databases may be in one Aurora. */
  const called = [...new Set(services.flatMap(({ endpoints }) => endpoints))].sort();
  const shared = (kind: string) => every(renderUnit('storefront', cluster), kind);

  test('S3-09: the proxies pass it on by port, and only this product knows it', () => {
    const entries = shared('ServiceEntry').filter((entry) =>
      mysql.some(({ endpoint }) => at(entry, 'spec.hosts[0]') === endpoint),
    );
    expect(entries.map((entry) => at(entry, 'spec.hosts[0]')).sort()).toEqual(called);
    for (const entry of entries) {
      expect(at(entry, 'spec')).toMatchObject({
        exportTo: ['.'],
        location: 'MESH_EXTERNAL',
        ports: [{ number: 3306, name: 'tcp-3306', protocol: 'TCP' }],
      });
      expect(listAt(entry, 'spec.hosts')).toHaveLength(1);
    }
  });

  test.each(services)('S3-09: the proxy of $name knows those that it calls, and no other', (service) => {
    const hosts = listAt(
      one(renderUnit(service.name, cluster), 'Sidecar', service.name),
      'spec.egress[0].hosts',
    );
    expect(called.filter((endpoint) => hosts.includes(`./${endpoint}`))).toEqual(
      [...new Set(service.endpoints)].sort(),
    );
  });

  test('S3-44: a proxy that began TLS too would not be understood', () => {
    for (const host of called) {
      const rules = shared('DestinationRule').filter((rule) => at(rule, 'spec.host') === host);
      expect(rules.map((rule) => at(rule, 'spec'))).toEqual([
        { host, exportTo: ['.'], trafficPolicy: { tls: { mode: 'DISABLE' } } },
      ]);
    }
  });

  test.each(services.filter(({ endpoints }) => endpoints.length > 0))(
    'S3-44: $name begins TLS itself and checks who answers',
    ({ name }) => {
      const objects = renderUnit(name, cluster);
      const addresses = every(objects, 'ExternalSecret')
        .flatMap((secret) => Object.values(Object(at(secret, 'spec.target.template.data'))))
        .map((value) => String(value).replaceAll(/\{\{[^}]*\}\}/g, '1'))
        .filter((value) => value.startsWith('mysql:'));
      // One that is told no whole address puts it together from the variables.
      expect(Object(at(one(objects, 'ConfigMap', `${name}-config`), 'data'))).toMatchObject({
        DB_SSL_MODE: 'verify-full',
        DB_SSL_ROOT_CERT: DATABASE_AUTHORITY_FILE,
      });
      for (const address of addresses) {
        expect(Object.fromEntries(new URL(address).searchParams)).toEqual({
          'ssl-mode': 'VERIFY_IDENTITY',
          'ssl-ca': DATABASE_AUTHORITY_FILE,
        });
      }
    },
  );
});
