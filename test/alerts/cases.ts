import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { AlertCases } from './case.ts';
import { workloadCases } from './workloads.ts';

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];

/**
 * Of every alert in the tree, by its name: those of any workload, and those that stand in `alert-cases.ts` beside the
 * tests of the component or product that has the alert. They come and go with it.
 */
export const alertCases: AlertCases = { ...workloadCases };

for (const part of ['platform', 'apps']) for (const file of filesOf(part)) add(await import(file.href));

function filesOf(part: string): readonly URL[] {
  const tests = new URL(`../${part}/`, import.meta.url);
  return readdirSync(tests, { encoding: 'utf8', recursive: true })
    .filter((file) => basename(file) === 'alert-cases.ts')
    .sort()
    .map((file) => new URL(file, tests));
}

function add(file: { readonly alertCases: AlertCases }): void {
  Object.assign(alertCases, file.alertCases);
}
