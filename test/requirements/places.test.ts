import { expect, test } from 'vitest';
import { locate, remove, replace } from './places.ts';

const document = { spec: { rules: [{ name: 'a', hosts: ['x', 'y'] }, { name: 'b' }] }, data: { 'x.y': 1 } };

test.each([
  [
    'spec.rules[*].name',
    [
      ['spec', 'rules', 0, 'name'],
      ['spec', 'rules', 1, 'name'],
    ],
  ],
  ['spec.rules[name=b]', [['spec', 'rules', 1]]],
  ['spec.rules[0].hosts[1]', [['spec', 'rules', 0, 'hosts', 1]]],
  ['data["x.y"]', [['data', 'x.y']]],
  ['spec.none', []],
])('the places of %s', (path, places) => {
  expect(locate(document, path)).toEqual(places);
});

test('one value is replaced, and nothing else', () => {
  expect(replace(document, ['spec', 'rules', 1, 'name'], 'c')).toEqual({
    ...document,
    spec: { rules: [{ name: 'a', hosts: ['x', 'y'] }, { name: 'c' }] },
  });
});

test('one element is taken out, and one field', () => {
  expect(remove(document, ['spec', 'rules', 0, 'hosts', 0])).toEqual({
    ...document,
    spec: { rules: [{ name: 'a', hosts: ['y'] }, { name: 'b' }] },
  });
  expect(remove(document, ['data', 'x.y'])).toEqual({ ...document, data: {} });
});
