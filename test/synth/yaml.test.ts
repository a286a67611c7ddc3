import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { documents } from '../../scripts/prove-yaml/documents.ts';
import { REFERENCE_OPTIONS, toYaml } from '../../scripts/synth/yaml.ts';

/** What a reader gives back: JSON knows no -0 and no lone surrogates. */
function plain(object: unknown): unknown {
  return JSON.parse(JSON.stringify(object));
}

describe('text of a manifest', () => {
  it('is what the reference writer makes, so that its proof against other readers holds for ours', () => {
    fc.assert(
      fc.property(documents, (object) => {
        expect(toYaml(object)).toBe(dump(object, REFERENCE_OPTIONS));
      }),
      { numRuns: 1500, seed: 20261124 },
    );
  });

  it.each(['1.1', '1.2'] as const)('means the same to a reader of YAML %s', (version) => {
    fc.assert(
      fc.property(documents, (object) => {
        const read: unknown = parse(toYaml(object), {
          version,
          schema: version === '1.1' ? 'yaml-1.1' : 'core',
          maxAliasCount: 0,
        });
        expect(plain(read)).toEqual(plain(object));
      }),
      { numRuns: 500, seed: 20261124 },
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(toYaml({ a: undefined, b: { c: undefined }, d: 1 })).toBe('b: {}\nd: 1\n');
  });

  it.each([
    ['spec.replicas', { spec: { replicas: Number.NaN } }],
    ['spec.ports[1]', { spec: { ports: [1, undefined] } }],
    ['data.when', { data: { when: new Date(0) } }],
    ['data.map', { data: { map: new Map() } }],
    ['data.call', { data: { call: () => {} } }],
    ['data.big', { data: { big: 1n } }],
  ])('does not write a value that YAML cannot hold: %s', (path, object) => {
    expect(() => toYaml(object)).toThrow(path);
  });

  it('refuses an object that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => toYaml(loop)).toThrow(/contain itself/);
  });

  it('refuses a null in a manifest, where it would delete what another owner has set', () => {
    expect(() => toYaml({ spec: { replicas: null } }, { nulls: 'refused' })).toThrow(
      /spec\.replicas is null/,
    );
    expect(toYaml({ resources: null })).toBe('resources: null\n');
  });

  it('writes well after a failure', () => {
    expect(() => toYaml({ a: { b: Number.NaN } })).toThrow();
    expect(toYaml({ a: 1 })).toBe('a: 1\n');
    expect(() => toYaml({ z: Number.NaN })).toThrow('z is');
  });
});
