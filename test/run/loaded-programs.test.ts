import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const scripts = readdirSync(`${root}/scripts`, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.m?[jt]s$/.test(file),
);

const launcher = z.object({
  bundle: z.custom<(root: string, program: string, kept: string) => Promise<unknown>>(
    (value) => typeof value === 'function',
  ),
});

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
  const { bundle } = launcher.parse(await import(join(root, 'scripts/run/bundle.mjs')));
  const folder = mkdtempSync(join(inject('temporaryFolders'), 'loaded-programs-'));
  for (const program of loaded)
    await expect(bundle(root, program, join(folder, program)), program).resolves.toBeDefined();
});
