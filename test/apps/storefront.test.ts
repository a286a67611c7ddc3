import { describe, expect, test } from 'vitest';
import { DATABASE_AUTHORITY_FILE } from '../../platform/constructs/service/database-authority.ts';
import { at, every, listAt, one, textAt } from '../manifest-reader.ts';
import { EVERY_POD_SENDS_TO, EVERY_PROXY_KNOWS, openings } from '../platform/constructs/network-openings.ts';
import { contextOf, renderUnit } from '../render-unit.ts';

const CLUSTER = 'prod-japan';
const SERVICES = ['pc-frontend', 'smartphone-frontend', 'api-gateway', 'catalog-service', 'order-service'];
const { terraform } = contextOf(CLUSTER).cluster;
/** Where a proxy of a mesh of several clusters gets its certificate. */
const CERTIFICATES = 'cert-manager app=cert-manager-istio-csr TCP 6443';
const data = (port: number) => terraform.dataSubnetCidrs.map((cidr) => `${cidr} TCP ${port}`);

function sent(service: string) {
  const objects = ['namespaces', 'storefront', service].flatMap((unit) => renderUnit(unit, CLUSTER));
  return openings(objects, 'egress', {
    namespace: 'storefront',
    labels: { app: service, track: 'stable' },
  }).filter((line) => ![...EVERY_POD_SENDS_TO, CERTIFICATES].includes(line));
}

describe('who calls whom (S3-12 to S3-14)', () => {
  test.each([
    ['pc-frontend', ['storefront app=api-gateway TCP 8080']],
    ['smartphone-frontend', ['storefront app=api-gateway TCP 8080']],
    ['api-gateway', ['storefront app=catalog-service TCP 8080', 'storefront app=order-service TCP 8080']],
    ['catalog-service', data(3306)],
    [
      'order-service',
      [
        ...data(3306),
        'storefront app=catalog-service TCP 8080',
        'temporal app.kubernetes.io/name=temporal,app.kubernetes.io/component=frontend TCP 7233',
      ],
    ],
  ])('%s', (service, wanted) => expect(sent(service)).toEqual([...wanted].sort()));

  test('the services behind the API are reached by nobody from outside', () => {
    for (const service of ['catalog-service', 'order-service']) {
      const objects = renderUnit(service, CLUSTER);
      expect(every(objects, 'VirtualService')).toHaveLength(1);
      expect(JSON.stringify(objects)).not.toContain('istio-ingressgateway');
    }
  });
});

describe('the public', () => {
  const hosts = (service: string) =>
    at(one(renderUnit(service, CLUSTER), 'VirtualService', `${service}-public`), 'spec.hosts');

  test('S3-12: browsers have one address, and the User-Agent says which site answers', () => {
    expect(hosts('pc-frontend')).toEqual(['www.japan.example.com']);
    expect(hosts('smartphone-frontend')).toBeUndefined();
    const [first] = listAt(
      one(renderUnit('pc-frontend', CLUSTER), 'VirtualService', 'pc-frontend-public'),
      'spec.http',
    );
    expect(at(first, 'delegate.name')).toBe('smartphone-frontend-public');
  });

  test('S3-13: an API client is known by its host, and comes to the API gateway, not to a site', () => {
    expect(hosts('api-gateway')).toEqual(['api.japan.example.com']);
    const routes = one(renderUnit('api-gateway', CLUSTER), 'VirtualService', 'api-gateway-public');
    for (const route of listAt(routes, 'spec.http')) {
      expect(at(route, 'route[0].destination.host')).toBe('api-gateway.storefront.svc.cluster.local');
    }
  });
});

describe('Aurora MySQL', () => {
  const endpoint = terraform.databases.orders?.endpoint ?? '';

  test('S3-09: the proxies pass it on by port, and only this product knows it', () => {
    expect(terraform.databases.orders?.engine).toBe('mysql');
    const entry = one(renderUnit('storefront', CLUSTER), 'ServiceEntry');
    expect(at(entry, 'spec')).toMatchObject({
      hosts: [endpoint],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      ports: [{ number: 3306, name: 'tcp-3306', protocol: 'TCP' }],
    });
    for (const service of ['catalog-service', 'order-service']) {
      expect(listAt(one(renderUnit(service, CLUSTER), 'Sidecar', service), 'spec.egress[0].hosts')).toContain(
        `./${endpoint}`,
      );
    }
    expect(
      listAt(one(renderUnit('pc-frontend', CLUSTER), 'Sidecar', 'pc-frontend'), 'spec.egress[0].hosts'),
    ).toEqual(['storefront/api-gateway.storefront.svc.cluster.local', EVERY_PROXY_KNOWS]);
  });

  test('S3-44: the application begins TLS and checks who answers; a proxy that did too would not be understood', () => {
    const rule = one(renderUnit('storefront', CLUSTER), 'DestinationRule');
    expect(at(rule, 'spec')).toEqual({
      host: endpoint,
      exportTo: ['.'],
      trafficPolicy: { tls: { mode: 'DISABLE' } },
    });
    for (const service of ['catalog-service', 'order-service']) {
      const address = textAt(
        one(renderUnit(service, CLUSTER), 'ExternalSecret'),
        'spec.target.template.data.DATABASE_URL',
      );
      const { protocol, searchParams } = new URL(address.replaceAll(/\{\{[^}]*\}\}/g, '1'));
      expect(protocol).toBe('mysql:');
      expect(Object.fromEntries(searchParams)).toEqual({
        'ssl-mode': 'VERIFY_IDENTITY',
        'ssl-ca': DATABASE_AUTHORITY_FILE,
      });
    }
  });

  test('no service calls AWS, so none has a role but the reader of secrets', () => {
    for (const service of SERVICES) {
      const account = one(renderUnit(service, CLUSTER), 'ServiceAccount', service);
      expect(at(account, 'metadata.annotations')).toBeUndefined();
    }
  });
});
