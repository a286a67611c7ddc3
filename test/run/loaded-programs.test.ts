import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const scripts = readdirSync(`${root}/scripts`, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.m?[jt]s$/.test(file),
);

/** What commands load while they run, by its literal path. */
const loaded = new Set(
  scripts.flatMap((file) =>
    [...readFileSync(`${root}/scripts/${file}`, 'utf8').matchAll(/\bload\('([^']+\.ts)'\)/g)].map(
      ([, path = '']) => path,
    ),
  ),
);

test('each program that a command loads can be bundled as a script: nothing in it waits at the top', async () => {
  expect(loaded.size).toBeGreaterThan(1);
  for (const program of loaded) {
    const { errors } = await build({
      absWorkingDir: root,
      entryPoints: [program],
      bundle: true,
      write: false,
      outdir: 'unused',
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      logLevel: 'silent',
    }).catch(({ errors }: { readonly errors: readonly unknown[] }) => ({ errors }));
    expect(errors, program).toEqual([]);
  }
});
