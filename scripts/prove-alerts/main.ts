import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertProofError } from './program.ts';
import { proveRoutes } from './routes.ts';
import { proveRules } from './rules.ts';

const HELP = `npm run alerts:prove

Proves what stands in dist/ with the real programs: promtool reads every rule and tests every alert in a situation that
it reports and one that it does not; amtool reads every Alertmanager's configuration and tells where alerts of each team
and severity go. The programs are those of PATH, or of the environment variables PROMTOOL and AMTOOL.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const rules = await proveRules('dist', folder);
    const routes = await proveRoutes('dist', 'clusters', folder);
    for (const failure of [...rules.failures, ...routes.failures]) process.stdout.write(`${failure}\n`);
    const failures = rules.failures.length + routes.failures.length;
    process.stdout.write(
      `${rules.files} rule files, ${rules.tests} tests of alerts, ${rules.breaks} broken rules noticed, ${routes.routes} tests of routes: ${failures} failures\n`,
    );
    if (failures > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof AlertProofError)) throw error;
  process.stderr.write(`alerts:prove: ${error.message}\n`);
  process.exitCode = 1;
}
