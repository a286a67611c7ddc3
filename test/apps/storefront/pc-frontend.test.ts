import { expect, test } from 'vitest';
import { pcFrontend } from '../../../apps/storefront/pc-frontend.ts';
import { at, listAt, one } from '../../manifest-reader.ts';
import { EVERY_PROXY_KNOWS } from '../../platform/network-openings.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(pcFrontend);
const site = (cluster: string) => renderUnit('pc-frontend', cluster);

test.each(CLUSTERS)('S3-12: browsers have one address on %s, and come to this site by default', (cluster) => {
  const routes = one(site(cluster), 'VirtualService', 'pc-frontend-public');
  expect(at(routes, 'spec.hosts')).toEqual([`www.${contextOf(cluster).cluster.domain}`]);
  expect(at(listAt(routes, 'spec.http').at(-1), 'route[0].destination.host')).toBe(
    'pc-frontend.storefront.svc.cluster.local',
  );
});

test.each(CLUSTERS)('S3-09: on %s its proxy knows whom it calls, and no database', (cluster) => {
  const called = (pcFrontend.calls ?? []).map(
    ({ name }) => `storefront/${name}.storefront.svc.cluster.local`,
  );
  expect(listAt(one(site(cluster), 'Sidecar', 'pc-frontend'), 'spec.egress[0].hosts')).toEqual([
    ...called,
    EVERY_PROXY_KNOWS,
  ]);
});
