import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { triptripWeb } from '../../../apps/triptrip/triptrip-web.ts';
import { HEADROOM, LOAD, PAGES_PER_TRANSACTION } from '../../../requirements/triptrip/capacity/load.ts';
import { at, every, listAt, one } from '../../manifest-reader.ts';
import { EVERY_PROXY_KNOWS } from '../../platform/network-openings.ts';
import { servicesOf } from '../declared.ts';
import { clustersOf, contextOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const CLUSTERS = clustersOf(triptripWeb);
const PLACE = { name: 'triptrip-web', namespace: 'triptrip-web' };

describe.each(CLUSTERS)('the web front end on %s (S4-267)', (cluster) => {
  const { cluster: own } = contextOf(cluster);
  const web = () => renderUnit('triptrip-web', cluster);
  const called = servicesOf(triptrip).filter(
    (placed) =>
      placed.cluster === cluster &&
      triptripWeb.calls?.some(({ to, name }) => to === 'workload' && name === placed.name),
  );
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

  test('finds whom it calls in the mesh, and has neither a role of AWS nor a secret', () => {
    for (const { name, namespace } of called) {
      const variable = `${name.toUpperCase().replaceAll('-', '_')}_URL`;
      expect(at(one(web(), 'ConfigMap'), `data.${variable}`)).toBe(
        `http://${name}.${namespace}.svc.cluster.local`,
      );
    }
    expect(every(web(), 'ExternalSecret')).toEqual([]);
    expect(at(one(web(), 'ServiceAccount', PLACE.name), 'metadata.annotations')).toBeUndefined();
  });

  test('its proxy knows whom it calls and the collector of spans, and nobody else', () => {
    expect(listAt(one(web(), 'Sidecar', PLACE.name), 'spec.egress[0].hosts')).toEqual([
      EVERY_PROXY_KNOWS,
      ...called.map(({ name, namespace }) => `${namespace}/${name}.${namespace}.svc.cluster.local`),
    ]);
  });
});

test('the pages of the burst meet no bound of it (S4-267, X-45)', () => {
  const scaled = one(renderUnit('triptrip-web', productionOf(triptrip).name), 'ScaledObject');
  const trigger = listAt(scaled, 'spec.triggers').find((each) => at(each, 'type') === 'prometheus');
  const pages = Number(at(scaled, 'spec.maxReplicaCount')) * Number(at(trigger, 'metadata.threshold'));
  expect(pages).toBeGreaterThanOrEqual(LOAD.burst * PAGES_PER_TRANSACTION * HEADROOM);
});
