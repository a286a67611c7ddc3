import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const fleet = fileURLToPath(new URL('../../scripts/fleet.mjs', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'closed-pipe-'));
  const spec = { containers: [{ name: 'app', image: 'app' }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'app', namespace: 'shop' }, spec };
  writeFileSync(join(folder, 'pod.json'), JSON.stringify(pod));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a reader that goes before all is printed, as head does, changes neither the exit code nor what else is told', async () => {
  const child = spawn(process.execPath, [fleet, 'reach', folder], { stdio: 'pipe' });
  child.stdout.destroy();
  let told = '';
  child.stderr.on('data', (text) => {
    told += String(text);
  });
  const [status] = await once(child, 'close');
  expect(told).toBe('');
  expect(status).toBe(0);
});
