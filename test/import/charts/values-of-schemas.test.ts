import { expect, test } from 'vitest';
import { smallChart, typeOf } from './small-chart.ts';

function typeBy(schema: object, values: string, template = ''): string {
  return typeOf(smallChart(values, template, { 'values.schema.json': JSON.stringify(schema) }));
}

test('a schema says the types, also where there is no default', () => {
  const properties = {
    kind: { enum: ['A', 'B', null] },
    many: { type: ['integer', 'null'] },
    list: { type: 'array', items: { type: 'string' } },
    map: { type: 'object', additionalProperties: { type: 'number' } },
    either: { oneOf: [{ type: 'string' }, { type: 'object', properties: { a: { type: 'boolean' } } }] },
    kept: { const: 1 },
  };
  expect(typeBy({ properties }, 'kind:\nmany:\n')).toBe(
    "{ either?: { a?: boolean; } | string; kept?: 1; kind?: null | 'A' | 'B'; list?: string[]; many?: null | number; map?: { [name: string]: number; }; }",
  );
});

test('references within it are followed, also those that come round; others leave it open', () => {
  const schema = {
    $ref: '#/$defs/a~1b',
    $defs: {
      'a/b': {
        type: 'object',
        properties: { next: { $ref: '#/$defs/a~1b' }, far: { $ref: 'https://example.com/x' } },
      },
    },
  };
  expect(typeBy(schema, '')).toBe('{ far?: unknown; next?: unknown; }');
});

test('a schema that closes itself wins over what templates read; one that does not, lets them say more', () => {
  const properties = { part: { type: 'object', properties: { a: { type: 'string' } } } };
  const template = '{{ .Values.part.b }}';
  expect(typeBy({ properties }, 'part: {}\n', template)).toBe(
    '{ part?: { a?: string; b?: boolean | number | string; }; }',
  );
  const closed = { part: { ...properties.part, additionalProperties: false } };
  expect(typeBy({ properties: closed }, 'part: {}\n', template)).toBe('{ part?: { a?: string; }; }');
});

test('a map that a schema only calls an object is open where it is handed on, and nowhere else', () => {
  const properties = {
    whole: { type: 'object', properties: { a: { type: 'string' } } },
    read: { type: 'object' },
  };
  expect(
    typeBy({ properties }, 'whole: {}\nread: {}\n', '{{ toYaml .Values.whole }}{{ .Values.read.b }}'),
  ).toBe('{ read?: { b?: boolean | number | string; }; whole?: { a?: string; [name: string]: unknown; }; }');
});
