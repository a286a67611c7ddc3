import { describe, expect, test } from 'vitest';
import { triptripWeb } from '../../../apps/triptrip/triptrip-web.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptripWeb);
const PLACE = { name: 'triptrip-web', namespace: 'triptrip-web' };

describe.each(CLUSTERS)('the web front end on %s (S4-267)', (cluster) => {
  const { cluster: own } = contextOf(cluster);
  const web = () => renderUnit('triptrip-web', cluster);
  const pod = () => at(one(web(), 'Deployment'), 'spec.template.spec');

  test('runs in the namespace that the quota speaks of, by a digest from the own registry', () => {
    expect(at(one(web(), 'Deployment'), 'metadata')).toMatchObject(PLACE);
    expect(at(pod(), 'containers[0].image')).toBe(
      `${own.terraform.ecrRegistry}/triptrip-web@${own.images['triptrip-web']?.digest}`,
    );
  });

  test('is reached at a host of its own', () => {
    const [outside] = every(web(), 'VirtualService').filter((route) => at(route, 'spec.gateways'));
    expect(listAt(outside, 'spec.hosts')).toContain(`${triptripWeb.exposes?.host}.${own.domain}`);
  });

  test('finds the API in the mesh, and has neither a role of AWS nor a secret', () => {
    expect(at(one(web(), 'ConfigMap'), 'data.TRIPTRIP_API_URL')).toBe(
      'http://triptrip-api.triptrip-api.svc.cluster.local',
    );
    expect(every(web(), 'ExternalSecret')).toEqual([]);
    expect(at(one(web(), 'ServiceAccount', PLACE.name), 'metadata.annotations')).toBeUndefined();
  });

  test('its proxy knows the API and the collector of spans', () => {
    expect(listAt(one(web(), 'Sidecar', PLACE.name), 'spec.egress[0].hosts')).toContain(
      'triptrip-api/triptrip-api.triptrip-api.svc.cluster.local',
    );
  });
});
