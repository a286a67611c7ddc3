import { existsSync, readdirSync } from 'node:fs';
import type { AlertCases } from '../../scripts/prove-alerts/case.ts';

export { atRest } from './at-rest/at-rest.ts';

import { workloadCases } from './workloads.ts';

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];

/**
 * Of every alert in the tree, by its name: those of any workload, and those that stand in `alert-cases.ts` beside the
 * tests of the component or store that has the alert. They come and go with it.
 */
export const alertCases: AlertCases = { ...workloadCases };

// Whoever bundles this finds the files by the fixed parts of their paths.
for (const component of foldersIn('platform/components')) {
  if (hasCases(`platform/components/${component}`))
    add(await import(`../platform/components/${component}/alert-cases.ts`));
}
for (const product of foldersIn('apps')) {
  for (const name of foldersIn(`apps/${product}`)) {
    if (hasCases(`apps/${product}/${name}`)) add(await import(`../apps/${product}/${name}/alert-cases.ts`));
  }
}

function foldersIn(tests: string): readonly string[] {
  return readdirSync(new URL(`../${tests}/`, import.meta.url), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort();
}

function hasCases(tests: string): boolean {
  return existsSync(new URL(`../${tests}/alert-cases.ts`, import.meta.url));
}

function add(file: { readonly alertCases: AlertCases }): void {
  Object.assign(alertCases, file.alertCases);
}
