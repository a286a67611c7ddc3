import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { chartPins } from '../../../charts/pins.ts';
import { readChartFiles } from '../../../scripts/import/charts/chart-files.ts';
import { firstLine } from '../../../scripts/import/charts/chart-types.ts';
import { pinnedTypes } from '../../../scripts/import/charts/pinned-types.ts';
import { IMPORTS } from '../../../scripts/schemas/imported-schemas.ts';

const RENEW = 'fetch the charts (npx fleet charts), then npx fleet import --charts';

/** The first lines of the types that are committed, by chart; a chart that is new may have none yet. */
function committed(): ReadonlyMap<string, string> {
  const index = readFileSync(join(IMPORTS, 'charts', 'index.d.ts'), 'utf8');
  const names = [...index.matchAll(/from '\.\/(.+)\.d\.ts'/g)].flatMap(([, name]) =>
    name === undefined ? [] : [name],
  );
  return new Map(
    names.map((name) => [
      name,
      readFileSync(join(IMPORTS, 'charts', `${name}.d.ts`), 'utf8').split('\n', 1)[0] ?? '',
    ]),
  );
}

test('the types of values are those of a version that is pinned', () => {
  for (const [name, line] of committed()) {
    const versions = chartPins.get(name)?.versions ?? [];
    // During an upgrade of Istio two versions stand side by side; npx fleet import takes away what is not pinned at all.
    if (versions.length > 0)
      expect(
        versions.map((version) => firstLine({ ...version, name })),
        `${name}: ${RENEW}`,
      ).toContain(line);
  }
});

describe('charts on this machine', () => {
  let folder: string;
  const pin = (name: string) => ({ name, version: '1.2.3' });
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'charts-'));
    write('one-1.2.3/Chart.yaml', 'name: one\nversion: 1.2.3\n');
    write('one-1.2.3/values.yaml', 'size: 1\n');
    write('one-1.2.3/templates/tests/check.yaml', '{{ .Values.onlyTested }}');
    write('one-1.2.3/README.md', 'Not read.\n');
    write('one-1.2.3/charts/part/values.yaml', 'deep: 1\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read alike as a folder and as an archive, and only what says something about values', () => {
    execFileSync('tar', ['-czf', 'one.tgz', 'one-1.2.3'], { cwd: folder });
    const files = readChartFiles(join(folder, 'one-1.2.3'));
    expect([...files.keys()]).toEqual(['Chart.yaml', 'charts/part/values.yaml', 'values.yaml']);
    expect(readChartFiles(join(folder, 'one.tgz'))).toEqual(files);
  });

  it('an archive that is none is refused by name', () => {
    write('broken.tgz', 'no archive');
    expect(() => readChartFiles(join(folder, 'broken.tgz'))).toThrow('broken.tgz cannot be unpacked');
  });

  it('that are absent keep the types that they have, and are named; a new one has none', () => {
    rmSync(join(folder, 'one-1.2.3/charts'), { recursive: true });
    write('charts/two.d.ts', 'as it was');
    const { files, absent, unconfirmed } = pinnedTypes(
      [pin('one'), pin('two'), pin('three')],
      new Map(),
      ({ name, version }) =>
        name === 'one' ? { name, version, path: join(folder, 'one-1.2.3'), origin: 'source' } : undefined,
      folder,
    );
    expect(absent).toEqual(['two 1.2.3', 'three 1.2.3']);
    expect(unconfirmed).toEqual(['one 1.2.3']);
    expect([...files.keys()].sort()).toEqual(['index.d.ts', 'kubernetes.d.ts', 'one.d.ts', 'two.d.ts']);
    expect(files.get('two.d.ts')).toBe('as it was');
    expect(files.get('index.d.ts')).not.toContain('three');
    expect(files.get('one.d.ts')).toMatch(/^\/\/ Values of the chart one 1\.2\.3\.\n/);
  });
});
