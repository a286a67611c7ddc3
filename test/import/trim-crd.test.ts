import { describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { type Trim, trimCrds } from '../../scripts/import/trim-crd.ts';
import { typeDefinition } from '../../scripts/import/type-schema.ts';

const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });
const text = { type: 'string', description: 'words' };

const versionSchema = object(
  {
    apiVersion: text,
    kind: text,
    metadata: { type: 'object' },
    spec: object(
      {
        providers: object(
          { aws: object({ region: text }), vault: object({ address: text }) },
          { required: ['vault'] },
        ),
        generators: {
          type: 'array',
          items: object({ list: object({ template: object({ a: text }) }), name: text }),
        },
        size: { 'x-kubernetes-int-or-string': true },
        mode: { type: 'string', default: 'Fast' },
        rest: object({ known: text }, { 'x-kubernetes-preserve-unknown-fields': true }),
      },
      { required: ['mode', 'providers'] },
    ),
    status: object({ ready: { type: 'boolean' } }),
  },
  { required: ['spec', 'status'] },
);

const definition = (kind: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind, plural: `${kind.toLowerCase()}s` },
    versions: [
      { name: 'v1', schema: { openAPIV3Schema: versionSchema } },
      { name: 'v1beta1', schema: { openAPIV3Schema: object({ spec: object({ old: text }) }) } },
    ],
  },
});

const file = [{ kind: 'Namespace' }, definition('Wanted'), definition('Other')]
  .map((d) => JSON.stringify(d))
  .join('\n---\n');

function trim(changes: Partial<Trim> = {}) {
  const kinds = { 'example.com/v1': ['Wanted'] };
  return trimCrds([file], { kinds, only: {}, untyped: {}, opaque: {}, ...changes }, 'bundles.example');
}

describe('trimming CRDs', () => {
  it('keeps the listed kind in the listed version, without status, metadata and words', () => {
    const [resource, ...others] = trim();
    expect(others).toEqual([]);
    expect(resource).toMatchObject({
      group: 'example.com',
      version: 'v1',
      kind: 'Wanted',
      plural: 'wanteds',
    });
    expect(Object.keys(resource?.schema.properties ?? {})).toEqual(['spec']);
    expect(resource?.schema.required).toEqual(['spec']);
    expect(JSON.stringify(resource)).not.toContain('words');
    expect(JSON.stringify(resource)).not.toContain('old');
  });

  it('removes the fields beside `only`, so that an unused provider is refused, not ignored', () => {
    const [resource] = trim({ only: { Wanted: { 'spec.providers': ['aws'] } } });
    expect(resource?.schema).toMatchObject({
      properties: { spec: { properties: { providers: { required: [] } } } },
    });
    expect(JSON.stringify(resource)).not.toContain('vault');
  });

  it('opens an opaque part for types and schema, an untyped one for types only', () => {
    const path = 'spec.generators[].*.template';
    const open = { 'x-kubernetes-preserve-unknown-fields': true };
    const at = (template: object) => ({
      properties: {
        spec: {
          properties: { generators: { items: { properties: { list: { properties: { template } } } } } },
        },
      },
    });
    const [opaque] = trim({ opaque: { Wanted: [path] } });
    expect(opaque?.schema).toMatchObject(at(open));
    expect(opaque?.types).toMatchObject(at(open));
    const [untyped] = trim({ untyped: { Wanted: [path] } });
    expect(untyped?.schema).toMatchObject(at({ type: 'object' }));
    expect(untyped?.types).toMatchObject(at(open));
  });

  it.each([
    ['an unknown kind', { kinds: { 'example.com/v1': ['Wnated'] } }, 'no file defines Wnated of example.com'],
    [
      'an unknown version',
      { kinds: { 'example.com/v2': ['Wanted'] } },
      'has no version v2, only v1, v1beta1',
    ],
    ['a path that is gone', { opaque: { Wanted: ['spec.gone'] } }, 'spec.gone matches nothing'],
    [
      'a field that is gone',
      { only: { Wanted: { 'spec.providers': ['gcp'] } } },
      'spec.providers has no field gcp',
    ],
    ['a path of a kind not listed', { untyped: { Other: ['spec'] } }, 'untyped names Other'],
  ])('refuses %s, so that a new release cannot lose a part in silence', (_case, changes, message) => {
    expect(() => trim(changes)).toThrow(Mistake);
    expect(() => trim(changes)).toThrow(message);
  });
});

describe('what the compiler sees', () => {
  it('asks for no field that the API server fills in, and types nothing that a class would drop', () => {
    const [resource] = trim();
    if (!resource) throw new Error('no resource');
    expect(typeDefinition(resource)).toMatchObject({
      spec: {
        versions: [
          {
            schema: {
              openAPIV3Schema: {
                properties: {
                  spec: {
                    required: ['providers'],
                    properties: { rest: {}, size: { anyOf: [{ type: 'integer' }, { type: 'string' }] } },
                  },
                },
              },
            },
          },
        ],
      },
    });
    expect(JSON.stringify(typeDefinition(resource))).not.toContain('known');
  });
});
