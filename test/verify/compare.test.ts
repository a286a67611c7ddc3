import { expect, it } from 'vitest';
import { keptOtherwise } from '../../scripts/verify/api-servers/compare.ts';

it('what the server adds is no difference', () => {
  expect(keptOtherwise({ a: 1, list: [{ b: 2 }] }, { a: 1, list: [{ b: 2, c: 3 }], d: 4 })).toEqual([]);
});

it.each([
  ['another form', { cpu: '1000m' }, { cpu: '1' }, 'cpu'],
  ['another type', { pods: 24 }, { pods: '24' }, 'pods'],
  ['nothing', { a: { b: '' } }, { a: {} }, 'a.b'],
  ['a shorter list', { a: [1, 2] }, { a: [1] }, 'a'],
  ['another item', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a[].b'],
])('%s is named with its path', (_what, applied, kept, path) => {
  expect(keptOtherwise(applied, kept).map((each) => each.path)).toEqual([path]);
});
