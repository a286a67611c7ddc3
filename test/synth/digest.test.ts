import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeDigest } from '../../scripts/synth/digest.ts';
import { temporaryFolder } from './fixture/folders.ts';

let repository: string;
function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}
beforeEach(() => {
  repository = temporaryFolder();
  const files = [
    'charts/pins.yaml',
    'clusters/cluster.ts',
    'imports/istio/index.js',
    'platform/components/istio/dashboard.json',
    'scripts/synth/yaml.ts',
  ];
  for (const path of [...files, 'package-lock.json', 'clusters/east/cluster.yaml', 'apps/shop.ts'])
    write(path, 'old');
});

describe('digest of the code', () => {
  it.each([
    'charts/pins.yaml',
    'clusters/cluster.ts',
    'imports/istio/index.js',
    'platform/components/istio/dashboard.json',
    'scripts/synth/yaml.ts',
    'package-lock.json',
    'platform/new.ts',
  ])('changes with %s, so that no unit is taken over from before the change', (path) => {
    const before = codeDigest(repository);
    write(path, 'new');
    expect(codeDigest(repository)).not.toBe(before);
  });

  it.each(['clusters/east/cluster.yaml', 'apps/shop.ts', 'clusters/east/.env.example'])(
    'stays with %s, which counts unit by unit or for none',
    (path) => {
      const before = codeDigest(repository);
      write(path, 'new');
      expect(codeDigest(repository)).toBe(before);
    },
  );
});
