import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { expect, it, test } from 'vitest';

const configuration = await extractOptions('./.dependency-cruiser.mjs');

/** What the gate says of a tree of these files, each by what it imports. */
async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const baseDir = mkdtempSync(join(tmpdir(), 'layers-'));
  const targets = Object.values(files).map((target): [string, string] => [target, '']);
  for (const [file, target] of [...targets, ...Object.entries(files)]) {
    mkdirSync(dirname(join(baseDir, file)), { recursive: true });
    const up = '../'.repeat(file.split('/').length - 1) || './';
    const text =
      target === '' ? 'export interface Held {}\n' : `export type { Held } from '${up}${target}';\n`;
    writeFileSync(join(baseDir, file), text);
  }
  const folders = [...new Set(Object.keys(files).map((file) => file.split('/')[0] ?? ''))];
  const { output } = await cruise(folders, { ...configuration, baseDir, validate: true });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

const upward: readonly (readonly [file: string, target: string, rule: string])[] = [
  ['clusters/rule.ts', 'platform/kit/names.ts', 'clusters-imports-what-is-below'],
  ['platform/kit/names.ts', 'platform/components/istio/address.ts', 'kit-imports-what-is-below'],
  ['platform/components/istio/address.ts', 'platform/unit/unit.ts', 'address-imports-what-is-below'],
  ['platform/workload/declaration/calls.ts', 'platform/unit/unit.ts', 'declaration-imports-what-is-below'],
  ['platform/unit/unit.ts', 'platform/workload/graph/graph.ts', 'unit-imports-what-is-below'],
  ['platform/workload/build.ts', 'platform/components/keda/keda.ts', 'workload-imports-what-is-below'],
  ['platform/product/product.ts', 'platform/components/keda/keda.ts', 'product-imports-what-is-below'],
  ['platform/components/keda/keda.ts', 'platform/product/product.ts', 'component-imports-what-is-below'],
  ['platform/components/keda/keda.ts', 'platform/components/istio/istiod.ts', 'component-knows-addresses'],
  ['apps/shop/shop.ts', 'platform/components/keda/keda.ts', 'apps-imports-what-is-below'],
  ['scripts/synth/main.ts', 'test/synth/fleet.ts', 'scripts-imports-what-is-below'],
];

test.each(upward)('%s may not lead up to %s, by a type either', async (file, target, rule) => {
  expect(await found({ [file]: target })).toEqual([`${rule}: ${file} → ${target}`]);
});

it('lets each layer import what stands below it, and its own', async () => {
  expect(
    await found({
      'platform/kit/names.ts': 'clusters/index.ts',
      'platform/components/istio/address.ts': 'platform/kit/labels.ts',
      'platform/components/istio/istiod.ts': 'platform/components/istio/mesh-config.ts',
      'platform/components/keda/keda.ts': 'platform/components/monitoring/address.ts',
      'platform/workload/build.ts': 'platform/components/certificates/address.ts',
      'apps/shop/shop.ts': 'platform/product/product.ts',
      'scripts/synth/main.ts': 'platform/index.ts',
    }),
  ).toEqual([]);
});

it('finds two files that import each other, by types alone', async () => {
  const circle = {
    'platform/kit/labels.ts': 'platform/kit/names.ts',
    'platform/kit/names.ts': 'platform/kit/labels.ts',
  };
  expect((await found(circle)).map((line) => line.split(':')[0])).toContain('no-cycle');
});
