import { setTimeout as wait } from 'node:timers/promises';
import { Mistake } from '../../command-line/mistake.ts';

const SECONDS = 120;

/**
 * Waits until something is so.
 *
 * @throws Mistake where it does not come to be
 */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < SECONDS * 5; tries += 1) {
    if (await isSo()) return;
    await wait(200);
  }
  throw new Mistake(`In ${SECONDS} s it does not come to this: ${what}.`);
}
