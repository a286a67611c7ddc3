import { expect, test } from 'vitest';
import { batches } from '../../scripts/prove-changes/batches.ts';
import { wrongFiles } from '../../scripts/prove-changes/scenario.ts';
import { scenarios } from '../../scripts/prove-changes/scenarios/index.ts';

const touches = ['apps/shop/cart.ts', 'clusters/*/images.yaml'];
const right = ['apps/shop/cart.ts', 'clusters/east/images.yaml', 'clusters/west/images.yaml'];
const generated = [
  'dist/east/cart/shop/deployment-cart.yaml',
  'clusters/east/.env.example',
  'docs/triptrip.md',
];

test('a change that touches its own files and generated ones is what the documents say', () => {
  expect(wrongFiles(touches, [...right, ...generated])).toEqual([]);
});

test.each([
  'test/apps/shop.test.ts',
  'clusters/east/deep/images.yaml',
  'requirements/platform/evidence/alerts.ts',
  'apps/shop/other.ts',
])('a change that needs %s as well is dearer than that', (file) => {
  expect(wrongFiles(touches, [...right, file])).toEqual([`touches ${file}, which it should not need to`]);
});

test('a step that changes nothing proves nothing', () => {
  expect(wrongFiles(touches, ['apps/shop/cart.ts'])).toEqual(['does not touch clusters/*/images.yaml']);
});

test('a scenario that a short run leaves out is within one that it makes; every other one is in one batch', () => {
  const made = batches.flat().map(({ name }) => name);
  expect(new Set(made).size).toBe(made.length);
  for (const { name, within } of scenarios)
    expect(made.includes(within ?? name), `${name} is in no batch`).toBe(true);
  for (const { name, within } of batches.flat()) expect(within, `${name} is made twice`).toBeUndefined();
});
