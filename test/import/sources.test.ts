import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readSources } from '../../scripts/import/sources.ts';
import { IMPORTS } from '../../scripts/schemas/imported-schemas.ts';
import { schemaFileName } from '../../scripts/schemas/schema-file-name.ts';

const PINS = join(IMPORTS, 'sources.yaml');
const text = readFileSync(PINS, 'utf8');
const groupVersionKind = z.object({ apiVersion: z.string(), kind: z.string() });

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sources-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('imports/sources.yaml', () => {
  it.each([
    [
      'a tag for a commit',
      /commit: [0-9a-f]{40}/,
      'commit: v1.30.3',
      'bundles.istio.commit: must be a full commit id',
    ],
    [
      'a short sum',
      /sha256: [0-9a-f]{64}/,
      'sha256: dcb43ff6',
      'bundles.istio.files.0.sha256: must be a sha256',
    ],
    ['a misspelt key', /kinds:/, 'kind:', 'Unrecognized key: "kind"'],
    ['a repository elsewhere', /github\.com\/istio/, 'example.com/istio', 'bundles.istio.repository'],
    ['malformed YAML', /^bundles:/m, 'bundles: [', 'sources.yaml'],
  ])('refuses %s and names the place', (_case, from, to, message) => {
    const file = join(directory, 'sources.yaml');
    writeFileSync(file, text.replace(from, to));
    expect(() => readSources(file)).toThrow(message);
  });
});

describe.each(Object.entries(readSources(PINS).bundles))('@cdk8s/%s', (name, bundle) => {
  it('has a class and a schema of every kind that is pinned, in the pinned version', async () => {
    const exported: Record<string, unknown> = await import(`@cdk8s/${name}`);
    const found = Object.values(exported).flatMap((value) =>
      typeof value === 'function' && 'GVK' in value ? [groupVersionKind.parse(value.GVK)] : [],
    );
    const pinned = Object.entries(bundle.kinds).flatMap(([apiVersion, kinds]) =>
      kinds.map((kind) => ({ apiVersion, kind })),
    );
    const byName = (a: { kind: string }, b: { kind: string }) => (a.kind < b.kind ? -1 : 1);
    expect(found.sort(byName)).toEqual(pinned.sort(byName));
    for (const { apiVersion, kind } of pinned) {
      expect(existsSync(join(IMPORTS, name, 'schemas', schemaFileName(apiVersion, kind)))).toBe(true);
    }
  });

  it('says which release it is of', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(IMPORTS, name, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: `@cdk8s/${name}`, private: true, license: bundle.license });
    expect(JSON.stringify(manifest)).toContain(bundle.commit);
    expect(bundle.release).toContain(z.object({ version: z.string() }).parse(manifest).version);
  });
});
