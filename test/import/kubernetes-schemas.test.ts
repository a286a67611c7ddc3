import { describe, expect, it } from 'vitest';
import { Mistake } from '../../scripts/command-line/mistake.ts';
import { kubernetesSchemas } from '../../scripts/import/kubernetes-schemas.ts';

const POD_SPEC = 'io.k8s.api.core.v1.PodSpec';
const STATUS = 'io.k8s.api.core.v1.PodStatus';

function document(kind: string): string {
  const reference = (name: string) => ({ $ref: `#/definitions/${name}`, description: 'words' });
  return JSON.stringify({
    definitions: {
      pod: {
        type: 'object',
        properties: { metadata: {}, spec: reference(POD_SPEC), status: reference(STATUS) },
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind }],
      },
      [POD_SPEC]: {
        type: 'object',
        properties: {
          cpu: reference('io.k8s.apimachinery.pkg.api.resource.Quantity'),
          self: reference(POD_SPEC),
        },
      },
      [STATUS]: { type: 'object' },
      'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
    },
  });
}

const source = {
  repository: 'github.com/kubernetes/kubernetes',
  module: 'k8s.io/kubernetes',
  path: 'swagger.json',
  license: 'Apache-2.0',
  versions: {},
  kinds: { v1: ['Pod'] },
};

describe('schemas of the core kinds', () => {
  it('holds one file a kind and what is shared, with references that both validators resolve', () => {
    const files = kubernetesSchemas(new Map([['1.34', document('Pod')]]), source).get('1.34');
    expect([...(files?.keys() ?? [])].sort()).toEqual(['_definitions.json', 'pod-v1.json']);
    expect(files?.get('pod-v1.json')).toMatchObject({
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata'],
      properties: {
        apiVersion: { enum: ['v1'] },
        kind: { enum: ['Pod'] },
        metadata: { required: ['name'] },
        spec: { $ref: `_definitions.json#/definitions/${POD_SPEC}` },
      },
    });
    const definitions = files?.get('_definitions.json');
    expect(definitions).toMatchObject({ definitions: { [POD_SPEC]: { additionalProperties: false } } });
    expect(JSON.stringify(definitions)).not.toContain('words');
    expect(JSON.stringify(definitions)).not.toContain(STATUS);
  });

  it('leaves a kind out of the versions that lack it, and refuses one that all lack', () => {
    const texts = new Map([
      ['1.29', document('Other')],
      ['1.34', document('Pod')],
    ]);
    const versions = kubernetesSchemas(texts, source);
    expect(versions.get('1.29')?.has('pod-v1.json')).toBe(false);
    expect(versions.get('1.34')?.has('pod-v1.json')).toBe(true);
    expect(() => kubernetesSchemas(new Map([['1.29', document('Other')]]), source)).toThrow(Mistake);
  });
});
