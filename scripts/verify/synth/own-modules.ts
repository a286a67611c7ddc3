import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What synth remembers of its last run. */
export const CACHES = 'node_modules/.cache/synth';

/**
 * Gives a copy of the repository a `node_modules` of its own, whose packages are links: what synth caches there is then on the disk of
 * the copy, dies with it, and is nobody else's.
 */
export function giveOwnModules(folder: string): void {
  const own = join(folder, 'node_modules');
  const packages = realpathSync(own);
  rmSync(own);
  mkdirSync(own);
  for (const name of readdirSync(packages)) {
    if (name !== '.cache') symlinkSync(join(packages, name), join(own, name));
  }
}
