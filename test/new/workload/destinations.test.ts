import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../../scripts/new/fleet.ts';
import { readProducts } from '../../../scripts/new/source/products.ts';
import { assertDestinations, callsOn } from '../../../scripts/new/workload/destinations.ts';
import { liveFleet } from '../../live-fleet.ts';
import { refusal } from '../../platform/refusal.ts';

const repository = { root: '.', ...liveFleet };

describe.each([...readProducts('.').keys()])('a new workload of %s', (product) => {
  const clusters = clustersOf(product, repository);
  const told = (calls: readonly string[], queue = '') =>
    refusal(() =>
      assertDestinations({ name: 'zebra', kind: 'worker', product, clusters: [], calls, queue }, repository),
    );

  it('may connect to everything that all of its clusters have', () => {
    const everywhere = callsOn(clusters, repository).filter((call) =>
      clusters.every((cluster) => callsOn([cluster], repository).includes(call)),
    );
    expect(told(everywhere)).toBeUndefined();
  });

  it.each(callsOn(clusters, repository))('is told before anything is written that %s is misspelt', (call) => {
    const [, name = ''] = call.split(':');
    const message = told([`${call}q`]);
    expect(message).toContain(`--connects-to: found ${name}q, and there is no `);
    for (const cluster of clusters) expect(message).toContain(cluster.name);
    expect(message).toMatch(/did you mean .*\?|There (?:is|are) /);
  });

  it('is told the same of the queue that drives it', () => {
    expect(told([], 'zebra-stripes:5')).toMatch(/^--queue: found zebra-stripes, and there is no queue/);
  });

  it('may call what only rendering knows, and itself', () => {
    expect(told(['topic:zebra', 'linked-service:zebra', 'workload:zebra'])).toBeUndefined();
  });
});
