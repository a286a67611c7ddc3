import { expect, it } from 'vitest';
import { missingCharts } from '../../scripts/charts/missing.ts';

const keda = { name: 'keda', version: '1.0.0', notes: ['no network'] };

it('a folder with one new chart does not fail for the others: their inventories say what they wait for', () => {
  const { lines, isFailure } = missingCharts([keda, { ...keda, name: 'kiali' }], 'packed');
  expect(isFailure).toBe(false);
  expect(lines).toEqual(['Not in packed, nor in the cache: keda 1.0.0, kiali 1.0.0.']);
});

it('without a folder, a chart that cannot be fetched is a failure, with its reason', () => {
  const { lines, isFailure } = missingCharts([keda], undefined);
  expect(isFailure).toBe(true);
  expect(lines[0]).toBe('keda 1.0.0: no network');
});

it('where nothing is missing, nothing is said', () => {
  expect(missingCharts([], 'packed')).toEqual({ lines: [], isFailure: false });
});

it('a folder that has few of many charts: how many are not there, and some of them', () => {
  const many = Array.from({ length: 9 }, (_, index) => ({ ...keda, name: `chart-${index}` }));
  const { lines } = missingCharts(many, 'packed');
  expect(lines).toEqual([
    'Not in packed, nor in the cache: 9 charts, such as chart-0 1.0.0, chart-1 1.0.0, chart-2 1.0.0.',
  ]);
});
