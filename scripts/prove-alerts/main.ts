import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { proveRoutes } from './routes.ts';
import { proveRules } from './rules.ts';
import { alertsProve } from './usage.ts';

export const main = implement(alertsProve, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const rules = await proveRules('dist', folder);
    const routes = await proveRoutes('dist', 'clusters', folder);
    for (const failure of [...rules.failures, ...routes.failures]) process.stdout.write(`${failure}\n`);
    const failures = rules.failures.length + routes.failures.length;
    process.stdout.write(
      `${rules.files} rule files, ${rules.tests} tests of alerts, ${rules.breaks} broken rules noticed, ${routes.routes} tests of routes: ${failures} failures\n`,
    );
    return failures > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
