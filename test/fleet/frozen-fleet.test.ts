import { expect, test } from 'vitest';
import { unusedImages } from '../../scripts/synth/image-use.ts';
import { unitMistakes } from '../../scripts/synth/unit-rules.ts';
import { frozenFleet } from './frozen-fleet.ts';

const { fleet, units } = frozenFleet;

test('the fleet of the tests keeps every rule that the real one has to keep', () => {
  expect(unitMistakes(units, fleet)).toEqual([]);
  expect(unusedImages(units, fleet)).toEqual([]);
  expect(frozenFleet.rendered()).not.toEqual([]);
});
