import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { gatewaysOf } from '../../../../scripts/prove-gatekeeper/gateway-chart.ts';
import { injected, injectorOf } from '../../../../scripts/prove-gatekeeper/injector.ts';
import { objectsOf } from '../../../../scripts/prove-gatekeeper/tree.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at } from '../../../manifest-reader.ts';

const DIST = fileURLToPath(new URL('../../../../dist', import.meta.url));
const { fleet, unitsOn, contextOf } = liveFleet;

/** The releases of Istio's chart for gateways on a cluster. */
function releasesOn(cluster: string) {
  return unitsOn(cluster).flatMap((unit) => {
    const helm = unit.helm?.(contextOf(cluster));
    return helm?.chart === 'gateway' ? [helm] : [];
  });
}

describe('a policy is held against what the chart of a gateway makes of our values', () => {
  test.each(fleet.clusters)('on $name, for each gateway of it', ({ name, terraform }) => {
    const objects = objectsOf(`${DIST}/${name}`);
    const made = gatewaysOf(objects, injectorOf(objects, DIST), DIST);
    const ofKind = (kind: string) => made.filter((object) => object.kind === kind);
    const releases = releasesOn(name);
    const names = releases.map(({ release }) => release).sort();
    for (const kind of ['Deployment', 'Service'])
      expect(
        ofKind(kind)
          .map(({ metadata }) => metadata.name)
          .sort(),
      ).toEqual(names);
    for (const deployment of ofKind('Deployment')) {
      const template = at(deployment, 'spec.template');
      expect(at(template, 'spec.containers[0].image')).toBe('auto');
      expect(at(template, 'metadata.labels["sidecar.istio.io/inject"]')).toBe('true');
    }
    for (const service of ofKind('Service')) {
      const values = releases.find(({ release }) => release === service.metadata.name)?.values;
      expect(at(service, 'spec.type')).toBe(at(values, 'service.type'));
    }
    // The injector has been there before Gatekeeper sees the pod.
    expect(ofKind('Pod')).toHaveLength(names.length);
    for (const pod of ofKind('Pod')) {
      const image = String(at(pod, 'spec.containers[0].image'));
      expect(image.startsWith(`${terraform.ecrRegistry}/`)).toBe(true);
      expect(image).toMatch(/\/proxyv2:\d+\.\d+\.\d+-distroless$/);
    }
  });
});

describe('a pod of the mesh is judged with the proxy that the injector gives it', () => {
  const namespace = (name: string, labels: Record<string, string>) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  });
  const pod = (place: string, metadata: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: place, ...metadata },
    spec: { containers: [{ name: 'app' }], initContainers: [{ name: 'first' }] },
  });
  const containersOf = (place: string, metadata: object = {}) => {
    const all = injected(
      [namespace('shop', { 'istio.io/rev': '1-30' }), namespace('tools', {}), pod(place, metadata)],
      { image: 'registry.example/proxyv2:1.30.3', resources: { limits: { memory: '1Gi' } } },
    );
    return at(all.at(-1), 'spec.initContainers');
  };
  const proxy = (resources: object) =>
    expect.objectContaining({ name: 'istio-proxy', image: 'registry.example/proxyv2:1.30.3', resources });

  test('with the resources of its annotations, or those of the mesh', () => {
    expect(containersOf('shop')).toContainEqual(proxy({ limits: { memory: '1Gi' } }));
    // One annotation, and nothing of the mesh counts any more: a missing limit is found.
    const annotations = { 'sidecar.istio.io/proxyCPU': '1' };
    expect(containersOf('shop', { annotations })).toContainEqual(
      proxy({ requests: { cpu: '1' }, limits: {} }),
    );
  });

  test('and without one outside the mesh, or where it declines', () => {
    const labels = { 'sidecar.istio.io/inject': 'false' };
    for (const containers of [containersOf('tools'), containersOf('shop', { labels })])
      expect(containers).toEqual([{ name: 'first' }]);
  });
});
