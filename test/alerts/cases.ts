import { existsSync, readdirSync } from 'node:fs';
import type { AlertCases } from './case.ts';
import { workloadCases } from './workloads.ts';

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];

/**
 * Of every alert in the tree, by its name: those of any workload, and those that stand in `alert-cases.ts` beside the
 * tests of the component or product that has the alert. They come and go with it.
 */
export const alertCases: AlertCases = { ...workloadCases };

for (const folder of foldersWithCases('platform')) add(await import(`../platform/${folder}/alert-cases.ts`));
for (const folder of foldersWithCases('apps')) add(await import(`../apps/${folder}/alert-cases.ts`));

function foldersWithCases(part: 'platform' | 'apps'): readonly string[] {
  const tests = new URL(`../${part}/`, import.meta.url);
  return readdirSync(tests, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/alert-cases.ts`, tests)))
    .map(({ name }) => name)
    .sort();
}

function add(file: { readonly alertCases: AlertCases }): void {
  Object.assign(alertCases, file.alertCases);
}
