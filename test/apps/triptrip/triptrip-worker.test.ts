import { describe, expect, test } from 'vitest';
import { triptrip } from '../../../apps/triptrip/triptrip.ts';
import { triptripWorker } from '../../../apps/triptrip/triptrip-worker.ts';
import { at, every, one } from '../../manifest-reader.ts';
import { clustersOf, productionOf, renderUnit } from '../fleet-at-rest.ts';

const PRODUCTION = productionOf(triptrip).name;
const worker = (cluster: string = PRODUCTION) => renderUnit('triptrip-worker', cluster);

describe('the worker (S4-129, X-9, X-22)', () => {
  test.each(clustersOf(triptripWorker))(
    'exists on %s, in the namespace that quota and autoscaler watch',
    (cluster) => {
      const place = { name: 'triptrip-worker', namespace: 'triptrip-workers' };
      expect(at(one(worker(cluster), 'Deployment'), 'metadata')).toMatchObject(place);
      const quota = every(renderUnit('namespaces', cluster), 'ResourceQuota').find(
        (object) => at(object, 'metadata.namespace') === place.namespace,
      );
      expect(Number(at(quota, 'spec.hard.pods'))).toBeGreaterThan(0);
      for (const object of worker(cluster)) expect(at(object, 'metadata.namespace')).toBe(place.namespace);
    },
  );

  test('answers nobody', () => {
    for (const kind of ['Service', 'VirtualService', 'DestinationRule', 'AuthorizationPolicy']) {
      expect(every(worker(), kind)).toEqual([]);
    }
  });

  test('X-74: its proxy has what one needs that serves no requests', () => {
    const annotations = 'spec.template.metadata.annotations';
    expect(at(one(worker(), 'Deployment'), `${annotations}["sidecar.istio.io/proxyCPU"]`)).toBe('50m');
  });

  test('S4-129 to S4-131: recommendations only, within what the declaration says', () => {
    const { component, recommendation } = triptripWorker;
    const vertical = one(worker(), 'VerticalPodAutoscaler', 'triptrip-worker-vpa');
    expect(at(vertical, 'apiVersion')).toBe('autoscaling.k8s.io/v1');
    expect(at(vertical, 'metadata.namespace')).toBe('triptrip-workers');
    expect(at(vertical, 'spec')).toEqual({
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-worker' },
      updatePolicy: { updateMode: 'Off' },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: component,
            minAllowed: recommendation?.min,
            maxAllowed: recommendation?.max,
            controlledResources: ['cpu', 'memory'],
            controlledValues: 'RequestsOnly',
          },
          { containerName: '*', mode: 'Off' },
        ],
      },
    });
  });
});
