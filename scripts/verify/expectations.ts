import { setTimeout as wait } from 'node:timers/promises';
import type { Running } from './processes.ts';

const ROUND = 500;
const PATIENCE_SECONDS = 300;

/** Patience for what follows from something that has ended. */
export const SOON_SECONDS = 60;

/** What does not hold, in words for people; undefined where all is as it should be. */
export type Check = () => Promise<string | undefined>;

/** Waits until something holds; returns what did not, after all that patience. */
export async function eventually(
  running: Pick<Running, 'assertRunning'>,
  check: Check,
  seconds = PATIENCE_SECONDS,
): Promise<string | undefined> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    running.assertRunning();
    const says = await check();
    if (says === undefined) return undefined;
    if (performance.now() > end) return `after ${seconds} s: ${says}`;
    await wait(ROUND);
  }
}

/** Watches for a while that something holds; returns what did not at any moment. */
export async function allAlong(
  running: Pick<Running, 'assertRunning'>,
  check: Check,
  seconds: number,
): Promise<string | undefined> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    running.assertRunning();
    const says = await check();
    if (says !== undefined) return says;
    await wait(ROUND);
  }
  return undefined;
}
