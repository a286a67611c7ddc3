import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Interrupted } from '../../scripts/command-line/mistake.ts';
import { carryOut } from '../../scripts/new/carry-out.ts';
import { temporaryFolder, treeOf } from '../synth/fixture/folders.ts';

/** In the place of the commands: a synth that takes a while, and renders what is declared then. */
const FLEET = `
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
if (process.argv[2] === 'synth') {
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (existsSync('cart.ts')) writeFileSync('cart.yaml', readFileSync('cart.ts'));
  else rmSync('cart.yaml', { force: true });
}
`;

const plan = { files: new Map([['cart.ts', 'new']]), next: [] };

function repository(): string {
  const root = temporaryFolder();
  for (const folder of ['scripts', '.github']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'scripts/fleet.mjs'), FLEET);
  writeFileSync(join(root, '.github/CODEOWNERS'), '');
  return root;
}

test('what is planned is written and rendered', async () => {
  const root = repository();
  await expect(carryOut(root, plan, { checks: false, say: () => undefined })).resolves.toBe(true);
  expect(treeOf(root)).toMatchObject({ 'cart.ts': 'new', 'cart.yaml': 'new' });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'after %s, even one that synth does not see, nothing is left of it',
  async (signal) => {
    const root = repository();
    const before = treeOf(root);
    // The signal is for this command alone: other tests share the process.
    const others = process.listeners(signal);
    process.removeAllListeners(signal);
    onTestFinished(() => {
      for (const each of others) process.on(signal, each);
    });
    const ended = carryOut(root, plan, {
      checks: false,
      say: (line) => {
        if (line === 'Rendering…') setTimeout(() => process.emit(signal), 100);
      },
    });
    await expect(ended).rejects.toThrow(Interrupted);
    expect(treeOf(root)).toEqual(before);
    expect(process.listenerCount(signal)).toBe(0);
  },
);
