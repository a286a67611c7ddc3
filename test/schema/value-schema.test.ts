import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { OpenApiSchema } from '../../scripts/schemas/open-api-schema.ts';
import { valueSchema } from '../../scripts/schemas/value-schema.ts';

/** Whether the API server takes the value, as far as the schema tells. */
function accepts(schema: OpenApiSchema, value: unknown): boolean {
  return new Ajv({ strictTypes: false, strictRequired: false }).validate(valueSchema(schema), value);
}

const text: OpenApiSchema = { type: 'string' };

describe('schemas for validation', () => {
  it.each<[string, OpenApiSchema, unknown, boolean]>([
    ['a known field', { type: 'object', properties: { a: text } }, { a: 'x' }, true],
    ['a field that would be dropped', { type: 'object', properties: { a: text } }, { b: 'x' }, false],
    ['any field of an object that declares none', { type: 'object' }, { b: 'x' }, false],
    ['a nested field that would be dropped', { type: 'array', items: { type: 'object' } }, [{ b: 1 }], false],
    ['any key of a map', { type: 'object', additionalProperties: text }, { b: 'x' }, true],
    ['a wrong value in a map', { type: 'object', additionalProperties: text }, { b: 1 }, false],
    [
      'preserved unknown fields',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      { b: 1 },
      true,
    ],
    ['an embedded object', { type: 'object', 'x-kubernetes-embedded-resource': true }, { kind: 'Pod' }, true],
    ['a number for an int-or-string', { 'x-kubernetes-int-or-string': true }, 80, true],
    ['a text for an int-or-string', { 'x-kubernetes-int-or-string': true }, '25%', true],
    ['a fraction for an int-or-string', { 'x-kubernetes-int-or-string': true }, 0.5, false],
    ['null where it may be', { type: 'string', nullable: true }, null, true],
    ['null where it may not be', text, null, false],
    ['null beside nullable values', { type: 'string', nullable: true, enum: ['a'] }, null, true],
    ['a number too large for int32', { type: 'integer', format: 'int32' }, 2 ** 31, false],
    ['a text that is no base64', { type: 'string', format: 'byte' }, 'a b', false],
    ['the bound that is excluded', { type: 'number', minimum: 0, exclusiveMinimum: true }, 0, false],
    ['the bound that is included', { type: 'number', minimum: 0, exclusiveMinimum: false }, 0, true],
    [
      'the same entry twice in a set',
      { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
      ['a', 'a'],
      false,
    ],
  ])('%s', (_case, schema, value, accepted) => {
    expect(accepts(schema, value)).toBe(accepted);
  });

  it('leaves a field out of the required ones when the API server fills it in', () => {
    const schema = {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { ...text, default: 'x' }, b: text },
    };
    expect(accepts(schema, { b: 'x' })).toBe(true);
    expect(accepts(schema, { a: 'x' })).toBe(false);
  });

  it('does not close the alternatives of a closed object', () => {
    const schema: OpenApiSchema = {
      type: 'object',
      properties: { exact: text, prefix: text, ignoreCase: { type: 'boolean' } },
      oneOf: [{ properties: { exact: text }, required: ['exact'] }, { required: ['prefix'] }],
    };
    expect(accepts(schema, { exact: 'a', ignoreCase: true })).toBe(true);
    expect(accepts(schema, { exact: 'a', prefix: 'b' })).toBe(false);
  });

  it('refuses a timeout without a unit, which Istio checks by a rule in CEL', () => {
    const schema: OpenApiSchema = {
      ...text,
      'x-kubernetes-validations': [{ rule: "duration(self) >= duration('1ms')" }],
    };
    expect(accepts(schema, '1m30s')).toBe(true);
    expect(accepts(schema, '30')).toBe(false);
  });

  it('leaves out a pattern of Go that JavaScript would read in another way', () => {
    for (const pattern of ['(?i)may|june', '\\Aa\\z', '[[:alpha:]]+']) {
      expect(valueSchema({ type: 'string', pattern })).toEqual({ type: 'string' });
    }
    expect(valueSchema({ type: 'string', pattern: '^a$' })).toEqual({ type: 'string', pattern: '^a$' });
  });
});
