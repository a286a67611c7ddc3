import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { program } from '../../../scripts/check/cel/environment.ts';
import { completeVersions, KindCatalog, nearestVersion } from '../../../scripts/check/schema/catalog.ts';
import { IMPORTS } from '../../../scripts/schemas/imported-schemas.ts';

/** Every rule in CEL below a value. */
function rulesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.entries(value).flatMap(([key, nested]) =>
    (key === 'rule' || key === 'messageExpression') && typeof nested === 'string'
      ? [nested]
      : rulesIn(nested),
  );
  return own;
}

describe('the imported kinds', () => {
  const files = readdirSync(join(IMPORTS, 'complete'));

  test('every rule of every definition can be evaluated', () => {
    const rules = new Set(
      files.flatMap((file) => rulesIn(JSON.parse(readFileSync(join(IMPORTS, 'complete', file), 'utf8')))),
    );
    expect(rules.size).toBeGreaterThan(0);
    expect([...rules].filter((rule) => program(rule).run === undefined)).toEqual([]);
  });

  test.each([...completeVersions()])('Kubernetes %s has kinds that we never render', (version) => {
    const catalog = new KindCatalog(version, []);
    for (const [apiVersion, kind] of [
      ['v1', 'ReplicationController'],
      ['apps/v1', 'ReplicaSet'],
      ['coordination.k8s.io/v1', 'Lease'],
    ] as const) {
      expect(catalog.find(apiVersion, kind)?.origin).toBe('kubernetes');
    }
    expect(catalog.find('v1', 'Node')?.namespaced).toBe(false);
    expect(catalog.find('v1', 'Pod')?.namespaced).toBe(true);
  });

  test('a version between two is judged by the next, and one that is newer than all by the newest', () => {
    const versions = completeVersions();
    const [first = '', second = ''] = versions;
    const after = `1.${Number(first.split('.')[1]) + 1}`;
    expect(nearestVersion(first)).toBe(first);
    expect(nearestVersion(after)).toBe(versions.includes(after) ? after : second);
    expect(nearestVersion('1.999')).toBe(versions.at(-1));
  });

  test('the definition of a tree wins over the imported one', () => {
    const own = {
      kind: 'CustomResourceDefinition',
      spec: {
        group: 'networking.istio.io',
        scope: 'Namespaced',
        names: { kind: 'VirtualService', plural: 'virtualservices' },
        versions: [
          { name: 'v9', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        ],
      },
    };
    const catalog = new KindCatalog('1.34', [own]);
    expect(catalog.find('networking.istio.io/v9', 'VirtualService')?.origin).toBe('tree');
    expect(catalog.find('networking.istio.io/v1', 'VirtualService')).toBeUndefined();
    expect(catalog.find('networking.istio.io/v1', 'Gateway')?.origin).toBe('bundle');
  });

  test('a definition that is no such thing is passed over', () => {
    expect(
      () => new KindCatalog('1.34', [null, 7, { kind: 'CustomResourceDefinition', spec: { versions: 'x' } }]),
    ).not.toThrow();
  });
});
