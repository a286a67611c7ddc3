import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { amtool, promtool } from '../../scripts/prove-alerts/programs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The releases of an image that the chart runs on the clusters. */
function releasesOf(image: string): ReadonlySet<string> {
  const charts = join(root, 'dist/charts');
  return new Set(
    readdirSync(charts)
      .map((cluster) => readFileSync(join(charts, cluster, 'kube-prometheus-stack.json'), 'utf8'))
      .flatMap((text) => [...text.matchAll(new RegExp(`/${image}:(v[\\d.]+)[-"]`, 'g'))])
      .map(([, release = '']) => release),
  );
}

describe('alerts are judged by the programs of a release that a cluster runs', () => {
  it.each([
    [promtool, 'prometheus/prometheus'],
    [amtool, 'prometheus/alertmanager'],
  ])('$name', ({ version }, image) => {
    expect([...releasesOf(image)]).toContain(version);
  });
});

it('Go builds the promtool that would be downloaded: to its modules, 3.13.2 is v0.313.2', () => {
  const [, major = '', minor = '', patch = ''] = /^v(\d+)\.(\d+)\.(\d+)$/.exec(promtool.version) ?? [];
  const release = `github.com/prometheus/prometheus v0.${major}${minor.padStart(2, '0')}.${patch}`;
  const read = (file: string) => readFileSync(join(root, promtool.goModule?.folder ?? '', file), 'utf8');
  expect(read('go.mod')).toContain(`require ${release}\n`);
  expect(read('go.sum')).toContain(`${release} h1:`);
});
