import { describe, expect, test } from 'vitest';
import { heading } from '../../../requirements/model/evidence.ts';
import type { EvidenceById } from '../../../requirements/model/list-source.ts';
import { readLists } from '../../../requirements/model/read-lists.ts';
import { filesOf } from '../../rows/files-of.ts';

const DOCUMENT =
  'document: docs/shop.md\ntitle: Shop\nintroduction: All of it.\nclusters: [one]\nids: { rows: [{ prefix: R-, last: 2 }] }\n';
const ROWS =
  'title: Cart\nrows:\n  - { id: R-1, class: K, statement: A cart }\n  - { id: R-2, class: T, statement: A bank, outside: terraform }\n';

const shown = [heading('docs/cart.md', 'Cart')];

function read(
  files: Readonly<Record<string, string>> = {},
  evidence: EvidenceById = { 'R-1': shown },
): ReturnType<typeof readLists> {
  return readLists(
    [{ folder: 'wanted', sections: { cart: evidence } }],
    filesOf({ 'wanted/document.yaml': DOCUMENT, 'wanted/cart.yaml': ROWS, ...files }),
  );
}

test('a row is its text and what shows it', () => {
  const { lists, problems } = read();
  expect(problems).toEqual([]);
  expect(lists[0]?.rows.sections[0]?.entries[0]).toEqual({
    id: 'R-1',
    class: 'K',
    statement: 'A cart',
    state: { kind: 'done' },
    evidence: shown,
  });
});

test.each([
  ['', 'done'],
  [', otherwise: A basket', 'otherwise'],
  [', outside: The bank', 'outside'],
  [', open: Not yet', 'open'],
])('a row with “%s” is %s', (answer, kind) => {
  const cart = `title: Cart\nrows: [{ id: R-1, class: K, statement: A cart${answer} }]\n`;
  expect(read({ 'wanted/cart.yaml': cart }).lists[0]?.rows.sections[0]?.entries[0]?.state.kind).toBe(kind);
});

test('pitfalls stand in a part of their own, without a class', () => {
  const { lists, problems } = read({
    'wanted/document.yaml': DOCUMENT.replace('ids: {', 'ids: { pitfalls: [{ prefix: X-, last: 1 }],'),
    'wanted/cart.yaml': 'title: Traps\npitfalls: [{ id: R-1, statement: An empty cart }]\n',
  });
  expect(problems).toEqual([]);
  expect(lists[0]?.rows.sections).toEqual([]);
  expect(lists[0]?.pitfalls?.sections[0]?.entries[0]?.statement).toBe('An empty cart');
});

describe('a text without evidence is not taken for answered', () => {
  test.each([
    ['a row that nothing shows', {}],
    ['a row with an empty list', { 'R-1': [] }],
  ])('%s', (_, evidence) => {
    expect(read({}, evidence)).toEqual({
      lists: [],
      problems: [expect.stringMatching(/wanted\/cart\.yaml: R-1 has no evidence\. Say in wanted\/cart\.ts/)],
    });
  });

  test('evidence of a row that is not written down', () => {
    expect(read({}, { 'R-1': shown, 'R-3': shown }).problems).toEqual([
      expect.stringMatching(/wanted\/cart\.ts: R-3 has evidence, and wanted\/cart\.yaml has no such entry/),
    ]);
  });

  test('a section that no page shows', () => {
    expect(read({ 'wanted/till.yaml': ROWS }).problems).toEqual([
      expect.stringMatching(/wanted\/till\.yaml: no page shows this section/),
    ]);
  });
});

test('an id is not told twice', () => {
  expect(read({ 'wanted/cart.yaml': ROWS.replace('R-2', 'R-1') }).problems).toEqual([
    expect.stringMatching(/wanted\/cart\.yaml: R-1 is there twice/),
  ]);
});

describe('a mistake in the text is told by file, line and what to write instead', () => {
  test.each([
    [ROWS.replace('class: K', 'class: Q'), 'cart.yaml:3: rows.0.class: found "Q", expected one of K, K+T'],
    [ROWS.replace('class: K, ', ''), 'cart.yaml:3: rows.0.class: found nothing, expected one of K, K+T'],
    [ROWS.replace('statement: A bank', 'statement: " "'), 'cart.yaml:4: rows.1.statement: found " "'],
    [
      ROWS.replace('A cart', 'A cart, asks: Much'),
      'found the key asks, expected one of id, class, statement, otherwise, outside, open',
    ],
    [
      ROWS.replace('A cart', 'A cart, open: a, outside: b'),
      'expected one of otherwise, outside, open, or none of them',
    ],
    [`${ROWS}pitfalls: [{ id: X-1, statement: A trap }]\n`, 'expected either rows or pitfalls'],
    ['title: Cart\nrows: []\n', 'expected at least one row'],
    ['title: [', 'cart.yaml:1: '],
    ['', 'cart.yaml:1: found nothing, expected a map'],
  ])('%j', (cart, message) => {
    const { lists, problems } = read({ 'wanted/cart.yaml': cart });
    expect(lists).toEqual([]);
    expect(problems.join('\n')).toContain(message);
  });
});
