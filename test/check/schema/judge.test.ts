import { describe, expect, test } from 'vitest';
import { brokenRules } from '../../../scripts/check/cel/rules.ts';
import { KindCatalog } from '../../../scripts/check/schema/catalog.ts';
import { judge } from '../../../scripts/check/schema/judge.ts';
import { pathText } from '../../../scripts/check/state/read.ts';

const definition = (spec: object) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'orders.shop.example.org' },
  spec: {
    group: 'shop.example.org',
    scope: 'Namespaced',
    names: { kind: 'Order', plural: 'orders' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: spec } } },
        },
      },
    ],
  },
});

/** What is refused of an Order, as `path: message`. */
function refusedOf(schema: object, spec: object): string[] {
  const catalog = new KindCatalog('1.34', [definition(schema)]);
  const known = catalog.find('shop.example.org/v1', 'Order');
  if (!known) throw new Error('the kind of the tree is not known');
  const order = { apiVersion: 'shop.example.org/v1', kind: 'Order', metadata: { name: 'first' }, spec };
  const reading = { builtIn: false, metadata: catalog.metadata, onValid: brokenRules };
  return [...judge(known.node, order, [], reading)].map(
    ({ path, message }) => `${pathText(path)}: ${message}`,
  );
}

describe('a custom object is judged as the API server judges it', () => {
  const text = { type: 'string' };
  const cases: readonly [name: string, schema: object, bad: object, good: object][] = [
    ['a field that the schema has not', { size: text }, { sise: 'x' }, { size: 'x' }],
    ['a number in the place of a text', { size: text }, { size: 3 }, { size: '3' }],
    [
      'a port that is a number or a name',
      { port: { 'x-kubernetes-int-or-string': true } },
      { port: 1.5 },
      { port: 'http' },
    ],
    ['a value that is not listed', { size: { ...text, enum: ['S', 'M'] } }, { size: 'XL' }, { size: 'M' }],
    ['a pattern of RE2', { size: { ...text, pattern: '\\A(?i)s+\\z' } }, { size: 'M' }, { size: 'sS' }],
    ['a time', { at: { ...text, format: 'date-time' } }, { at: 'noon' }, { at: '2026-11-30T08:00:00Z' }],
    [
      'a set',
      { tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' } },
      { tags: ['a', 'a'] },
      { tags: ['a', 'b'] },
    ],
    [
      'a list as a map, defaults of its keys filled in',
      {
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['port', 'protocol'],
          items: {
            type: 'object',
            properties: { port: { type: 'integer' }, protocol: { ...text, default: 'TCP' } },
          },
        },
      },
      { ports: [{ port: 1 }, { port: 1, protocol: 'TCP' }] },
      { ports: [{ port: 1 }, { port: 1, protocol: 'UDP' }] },
    ],
    [
      'exactly one of two',
      {
        to: {
          type: 'object',
          properties: { a: text, b: text },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
      },
      { to: { a: 'x', b: 'y' } },
      { to: { a: 'x' } },
    ],
    [
      'a field that must be there, and is null',
      { to: { type: 'object', required: ['a'], properties: { a: text } } },
      { to: { a: null } },
      { to: { a: 'x' } },
    ],
    [
      'an embedded object',
      { item: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { size: text } } },
      { item: { sise: 'x' } },
      { item: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, size: 'x' } },
    ],
  ];

  test.each(cases.map(([name, schema, bad, good]) => ({ name, schema, bad, good })))(
    '$name',
    ({ schema, bad, good }) => {
      expect(refusedOf(schema, bad)).toHaveLength(1);
      expect(refusedOf(schema, good)).toEqual([]);
    },
  );

  test.each([
    ['a null is no value, where the field may not be null', { size: text }, { size: null }],
    [
      'unknown fields stay where the schema keeps them',
      { free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      { free: { any: [1, {}] } },
    ],
    [
      'a map takes any key',
      { labels: { type: 'object', additionalProperties: text } },
      { labels: { 'a.b/c': 'x' } },
    ],
    [
      'a default stands for a required field',
      { to: { type: 'object', required: ['a'], properties: { a: { ...text, default: 'x' } } } },
      { to: {} },
    ],
  ])('%s', (_name, schema, spec) => {
    expect(refusedOf(schema, spec)).toEqual([]);
  });

  const withRule = (rule: object, properties: object) => ({
    it: { type: 'object', properties, 'x-kubernetes-validations': [rule] },
  });

  test.each([
    ['has() of an optional field', 'has(self.a) || has(self.b)', { a: text, b: text }, {}, { b: 'x' }],
    ['a default counts as written', 'self.a > 2', { a: { type: 'integer', default: 3 } }, { a: 1 }, {}],
    [
      'a map as a map',
      'self.m.all(k, self.m[k] != k)',
      { m: { type: 'object', additionalProperties: text } },
      { m: { x: 'x' } },
      { m: { x: 'y' } },
    ],
    [
      'names with hyphens',
      'self.max__dash__size == 1',
      { 'max-size': { type: 'integer' } },
      { 'max-size': 2 },
      { 'max-size': 1 },
    ],
    [
      'a port that is a number',
      'type(self.p) == int ? self.p < 9 : true',
      { p: { 'x-kubernetes-int-or-string': true } },
      { p: 10 },
      { p: 'http' },
    ],
    ['a duration that is none', 'duration(self.d) > duration("1s")', { d: text }, { d: 'soon' }, { d: '2s' }],
  ])('a rule in CEL: %s', (_name, rule, properties, bad, good) => {
    const schema = withRule({ rule, message: 'no' }, properties);
    expect(refusedOf(schema, { it: bad })).toHaveLength(1);
    expect(refusedOf(schema, { it: good })).toEqual([]);
  });

  test.each([
    ['compares with the state before', 'self.a == oldSelf.a'],
    ['is not known here', 'self.a.sealed()'],
    ['is no CEL', 'self.a =='],
  ])('a rule that %s is passed over', (_name, rule) => {
    expect(refusedOf(withRule({ rule }, { a: text }), { it: { a: 'x' } })).toEqual([]);
  });
});
