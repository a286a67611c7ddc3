import { describe, expect, test } from 'vitest';
import { storefront } from '../../../apps/storefront/storefront.ts';
import { DATABASE_AUTHORITY_FILE } from '../../../platform/constructs/service/database-authority.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { servicesOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

describe.each(clustersOf(storefront))('Aurora MySQL on %s', (cluster) => {
  const databases = Object.values(contextOf(cluster).cluster.terraform.databases);
  const services = servicesOf(storefront)
    .filter((placed) => placed.cluster === cluster)
    .map(({ name, declaration: { calls = [] } }) => ({ name, endpoints: mysqlAmong(calls) }));
  const called = [...new Set(services.flatMap(({ endpoints }) => endpoints))].sort();
  const shared = (kind: string) => every(renderUnit('storefront', cluster), kind);

  function mysqlAmong(calls: readonly { readonly to: string; readonly name: string }[]): readonly string[] {
    const names = calls.flatMap(({ to, name }) => (to === 'database' ? [name] : []));
    return names.flatMap((name) => {
      const database = contextOf(cluster).cluster.terraform.databases[name];
      return database?.engine === 'mysql' ? [database.endpoint] : [];
    });
  }

  test('S3-09: the proxies pass it on by port, and only this product knows it', () => {
    const endpoints = new Set<unknown>(databases.map(({ endpoint }) => endpoint));
    const entries = shared('ServiceEntry').filter((entry) => endpoints.has(at(entry, 'spec.hosts[0]')));
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
      const secret = one(renderUnit(name, cluster), 'ExternalSecret');
      const addresses = Object.values(Object(at(secret, 'spec.target.template.data')))
        .map((value) => String(value).replaceAll(/\{\{[^}]*\}\}/g, '1'))
        .filter((value) => value.startsWith('mysql:'));
      expect(addresses.length).toBeGreaterThan(0);
      for (const address of addresses) {
        expect(Object.fromEntries(new URL(address).searchParams)).toEqual({
          'ssl-mode': 'VERIFY_IDENTITY',
          'ssl-ca': DATABASE_AUTHORITY_FILE,
        });
      }
    },
  );
});
