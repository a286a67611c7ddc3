import { expect, test } from 'vitest';
import { documentsOf } from '../../scripts/cluster-model/input/documents.ts';

test.each([
  ['yes', true],
  ['Off', false],
  ['"yes"', 'yes'],
  ['0555', 365],
  ['0o17', 15],
  ['1_000', 1000],
  ['0x1F', 31],
  ['08:30', '08:30'],
  ['2026-11-30', '2026-11-30'],
  ['1.5', 1.5],
  ['~', null],
])('%s is read as kubectl reads it', (text, value) => {
  expect(documentsOf(`a: ${text}`).documents[0]?.value).toEqual({ a: value });
});
