import { expect, test } from 'vitest';
import { syntheticFleet, syntheticUnits } from '../../scripts/bench/synthetic-fleet.ts';
import { renderedFleet } from '../rendered-fleet.ts';

test('a benchmark of many services is refused by no rule of a service', () => {
  const size = { clusters: 1, services: 60 };
  const { ofKind } = renderedFleet(syntheticFleet(size), syntheticUnits(size, 'info'));
  expect(ofKind('Deployment')).toHaveLength(size.services);
});
