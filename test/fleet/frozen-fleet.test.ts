import { expect, test } from 'vitest';
import { checkUnits } from '../../scripts/synth/unit-rules.ts';
import { frozenFleet } from './frozen-fleet.ts';

const { fleet, units } = frozenFleet;

test('the fleet of the tests keeps every rule that the real one has to keep', () => {
  expect(() => checkUnits(units, fleet)).not.toThrow();
  expect(frozenFleet.rendered()).not.toEqual([]);
});
