import { existsSync, readdirSync } from 'node:fs';
import type { AlertCases } from '../../scripts/prove-alerts/case.ts';

export { atRest } from './at-rest/at-rest.ts';

import { workloadCases } from './workloads.ts';

/** Alerts that can not be silent: they prove that alerting works. */
export const alwaysFiring: readonly string[] = ['Watchdog'];

/**
 * Of every alert in the tree, by its name: those of any workload, and those that stand in `alert-cases.ts` beside the
 * tests of the component or store that has the alert. They come and go with it.
 *
 * A function, since a script that is loaded as a whole cannot wait for anything before it is called.
 */
export async function findAlertCases(): Promise<AlertCases> {
  const files: { readonly alertCases: AlertCases }[] = [];
  // Whoever bundles this finds the files by the fixed parts of their paths.
  for (const component of foldersIn('platform/components')) {
    if (hasCases(`platform/components/${component}`))
      files.push(await import(`../platform/components/${component}/alert-cases.ts`));
  }
  for (const product of foldersIn('apps')) {
    for (const name of foldersIn(`apps/${product}`)) {
      if (hasCases(`apps/${product}/${name}`))
        files.push(await import(`../apps/${product}/${name}/alert-cases.ts`));
    }
  }
  return Object.assign({}, workloadCases, ...files.map(({ alertCases }) => alertCases));
}

function foldersIn(tests: string): readonly string[] {
  return readdirSync(new URL(`../${tests}/`, import.meta.url), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    .sort();
}

function hasCases(tests: string): boolean {
  return existsSync(new URL(`../${tests}/alert-cases.ts`, import.meta.url));
}
