import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { implement } from '../command-line/command.ts';
import { proveAtRest } from './at-rest.ts';
import type { AlertCases, Cases } from './case.ts';
import { proveRoutes } from './routes.ts';
import { proveRules } from './rules.ts';
import { alertsProve } from './usage.ts';

/** The cases stand beside the tests of what has the alerts, and are only loaded: no script depends on a test. */
const casesFile = z.object({
  findAlertCases: z.custom<() => Promise<AlertCases>>((value) => typeof value === 'function'),
  alwaysFiring: z.array(z.string()),
  atRest: z.custom<Cases['atRest']>((value) => typeof value === 'function'),
});

export const main = implement(alertsProve, async ({ options }, { load }) => {
  const { findAlertCases, ...others } = casesFile.parse(await load('test/alerts/cases.ts'));
  const cases = { ...others, alertCases: await findAlertCases() };
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const rules = await proveRules('dist', folder, cases);
    const quiet = await proveAtRest('dist', folder, cases);
    const routes = await proveRoutes('dist', 'clusters', folder);
    const all = [...rules.failures, ...quiet.failures, ...routes.failures];
    const failures = all.length;
    if (options.format === 'json') {
      const { files, tests, breaks } = rules;
      const found = { files, tests, breaks, atRest: quiet.clusters, routes: routes.routes, failures: all };
      process.stdout.write(`${JSON.stringify(found)}\n`);
      return failures > 0 ? 1 : 0;
    }
    process.stdout.write(all.map((failure) => `${failure}\n`).join(''));
    process.stdout.write(
      `${rules.files} rule files, ${rules.tests} tests of alerts, ${rules.breaks} broken rules noticed, ${quiet.clusters} clusters at rest, ${routes.routes} tests of routes: ${failures} failures\n`,
    );
    return failures > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
