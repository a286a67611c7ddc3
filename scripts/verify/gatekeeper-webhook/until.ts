import { Mistake } from '../../command-line/mistake.ts';
import { eventually } from '../expectations.ts';
import type { Running } from '../processes.ts';

const SECONDS = 120;

/**
 * Waits until Gatekeeper, or the server that asks it, has come so far.
 *
 * @throws Mistake where it does not come to be
 */
export async function until(
  running: Pick<Running, 'assertRunning'>,
  isSo: () => Promise<boolean>,
  what: string,
): Promise<void> {
  const says = await eventually(running, async () => ((await isSo()) ? undefined : what), SECONDS);
  if (says !== undefined) throw new Mistake(`It does not come to this, ${says}.`);
}
