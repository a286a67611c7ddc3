import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findExamples } from '../../scripts/contract/examples.ts';

const directory = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function examplesOf(text: string) {
  const path = join(directory, 'cluster.yaml');
  writeFileSync(path, text);
  return findExamples(path, 'cluster.yaml').map(({ line, path, example, places }) => ({
    line,
    path,
    example,
    places,
  }));
}

test.each([
  ['"111122223333"', 'account 111122223333'],
  ['"123456789012"', 'account 123456789012'],
  ['arn:aws:iam::444455556666:role/api', 'account 444455556666'],
  ['eu.example.com', 'domain eu.example.com'],
  ['https://sso.example.org/realms/staff', 'domain sso.example.org'],
  ['shop.test', 'domain shop.test'],
  ['203.0.113.7', 'address 203.0.113.7'],
  ['https://github.com/example/fleet.git', 'repository https://github.com/example/fleet.git'],
])('%s is an example that must not reach production', (value, example) => {
  expect(examplesOf(`key: ${value}`)).toEqual([{ line: 1, path: 'key', example, places: 1 }]);
});

test.each([
  '"210987654399"',
  '"1111222233334"',
  'triptrip.com',
  'example.company.io',
  'my-example.com',
  'example.com.triptrip.com',
  '203.0.11.37',
  'https://github.com/triptrip/fleet.git',
])('%s is real', (value) => {
  expect(examplesOf(`key: ${value}`)).toEqual([]);
});

test('an example in many values is listed once, at its first place', () => {
  expect(examplesOf('a: "111122223333"\nb:\n  - other\n  - arn:aws:iam::111122223333:role/api\n')).toEqual([
    { line: 1, path: 'a', example: 'account 111122223333', places: 2 },
  ]);
});
