import { expect, test } from 'vitest';
import { waves } from '../../../../platform/unit/waves.ts';
import { renderProduct } from '../../../render-product.ts';
import { web } from '../declarations.ts';

/** How often what is exposed on a cluster is gathered while so many services of it are rendered. */
function gatherings(services: number): number {
  let count = 0;
  const component = {
    name: 'counter',
    project: 'platform',
    namespace: 'shop',
    wave: waves.controllers,
    clusters: ['prod-japan'],
    build: () => {},
    exposes: () => {
      count++;
      return [];
    },
  };
  const workloads = Array.from({ length: services }, (_, index) =>
    web({ name: `web-${index}`, exposes: { host: `web-${index}` } }),
  );
  renderProduct({ workloads }, { beside: [component] });
  return count;
}

test('a cluster of thousands of services renders: none of them makes the list of all that are exposed anew', () => {
  expect(gatherings(12)).toBe(gatherings(3));
});
