import { describe, expect, test } from 'vitest';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { EVERY_POD_SENDS_TO, openings } from '../../platform/constructs/network-openings.ts';
import { contextOf, renderUnit } from '../../render-unit.ts';

const CLUSTERS = ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'] as const;
const PLACE = { name: 'triptrip-web', namespace: 'triptrip-web' };
const PODS = { namespace: 'triptrip-web', labels: { app: 'triptrip-web', track: 'stable' } };

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
    expect(listAt(outside, 'spec.hosts')).toContain(`www.${own.domain}`);
  });

  test('calls the API by the mesh, and nothing else: no database, no AWS, no secret', () => {
    expect(at(one(web(), 'ConfigMap'), 'data.TRIPTRIP_API_URL')).toBe(
      'http://triptrip-api.triptrip-api.svc.cluster.local',
    );
    const objects = [...renderUnit('namespaces', cluster), ...web()];
    expect(openings(objects, 'egress', PODS)).toEqual(
      [...EVERY_POD_SENDS_TO, 'triptrip-api app=triptrip-api TCP 3000'].sort(),
    );
    expect(every(web(), 'ExternalSecret')).toEqual([]);
    expect(at(one(web(), 'ServiceAccount', PLACE.name), 'metadata.annotations')).toBeUndefined();
  });

  test('S4-240: the quota holds its largest scale, an update and the smoke test', () => {
    const quota = every(renderUnit('namespaces', cluster), 'ResourceQuota').find(
      (object) => at(object, 'metadata.namespace') === PLACE.namespace,
    );
    const most = Number(at(one(web(), 'ScaledObject'), 'spec.maxReplicaCount'));
    expect(at(quota, 'spec.hard.pods')).toBe(most + Math.ceil(most / 4) + 1);
  });

  test('its proxy knows the API and the collector of spans', () => {
    expect(listAt(one(web(), 'Sidecar', PLACE.name), 'spec.egress[0].hosts')).toContain(
      'triptrip-api/triptrip-api.triptrip-api.svc.cluster.local',
    );
  });
});
