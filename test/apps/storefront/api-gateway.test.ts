import { expect, test } from 'vitest';
import { apiGateway } from '../../../apps/storefront/api-gateway.ts';
import { at, listAt, one } from '../../manifest-reader.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

test.each(clustersOf(apiGateway))(
  'S3-13: on %s an API client is known by its host, and comes to the API gateway, not to a site',
  (cluster) => {
    const routes = one(renderUnit('api-gateway', cluster), 'VirtualService', 'api-gateway-public');
    expect(at(routes, 'spec.hosts')).toEqual([`api.${contextOf(cluster).cluster.domain}`]);
    for (const route of listAt(routes, 'spec.http')) {
      expect(at(route, 'route[0].destination.host')).toBe('api-gateway.storefront.svc.cluster.local');
    }
  },
);
