import { describe, expect, test } from 'vitest';
import { catalogService } from '../../../apps/storefront/catalog-service.ts';
import { orderService } from '../../../apps/storefront/order-service.ts';
import { storefront } from '../../../apps/storefront/storefront.ts';
import { DATABASE_AUTHORITY_FILE } from '../../../platform/constructs/service/database-authority.ts';
import { at, every, listAt, one, textAt } from '../../manifest-reader.ts';
import { EVERY_PROXY_KNOWS } from '../../platform/constructs/network-openings.ts';
import { servicesOf } from '../declared.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(storefront);

describe.each(CLUSTERS)('the shop on %s', (CLUSTER) => {
  const { terraform, domain } = contextOf(CLUSTER).cluster;

  describe('who is reached (S3-12 to S3-14)', () => {
    test('the services behind the API are reached by nobody from outside', () => {
      const inside = servicesOf(storefront).filter(({ declaration }) => declaration.exposes === undefined);
      expect(inside.length).toBeGreaterThan(0);
      for (const { name: service } of inside) {
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
      expect(hosts('pc-frontend')).toEqual([`www.${domain}`]);
      expect(hosts('smartphone-frontend')).toBeUndefined();
      const [first] = listAt(
        one(renderUnit('pc-frontend', CLUSTER), 'VirtualService', 'pc-frontend-public'),
        'spec.http',
      );
      expect(at(first, 'delegate.name')).toBe('smartphone-frontend-public');
    });

    test('S3-13: an API client is known by its host, and comes to the API gateway, not to a site', () => {
      expect(hosts('api-gateway')).toEqual([`api.${domain}`]);
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
      const known = listAt(
        one(renderUnit('order-service', CLUSTER), 'Sidecar', 'order-service'),
        'spec.egress[0].hosts',
      );
      expect(known).toContain(`./${endpoint}`);
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
      for (const { name: service } of [catalogService, orderService]) {
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

    test('a role is for who calls AWS, and none of these does but the reader of secrets', () => {
      const AWS = ['queue', 'bucket', 'topic'];
      const quiet = servicesOf(storefront).filter(
        ({ declaration }) => !declaration.calls?.some(({ to }) => AWS.includes(to)),
      );
      for (const { name: service } of quiet) {
        const account = one(renderUnit(service, CLUSTER), 'ServiceAccount', service);
        expect(at(account, 'metadata.annotations')).toBeUndefined();
      }
    });
  });
});
