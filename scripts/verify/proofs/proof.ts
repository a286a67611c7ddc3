import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../programs/run.ts';
import type { Step } from '../step.ts';
import { countsIn } from './counts.ts';

/** A proof that is a command of its own. */
interface Proof {
  readonly name: string;
  /** The command of `npx fleet`. */
  readonly command: string;
  readonly proves: string;
}

/** Enough of what a proof says to know what is wrong; its log has all of it. */
const LINES = 20;

/** The step that runs a proof; it has no shorter form, and clusters cannot be chosen. */
export function proof({ name, command, proves }: Proof): Step {
  return {
    name,
    proves,
    fast: 'whole',
    run: async ({ logs, done }) => {
      const start = performance.now();
      const args = ['scripts/fleet.mjs', command];
      const { status, stdout, stderr } = await run(process.execPath, args, {
        environment: { NO_COLOR: '1' },
      });
      const output = `${stdout}${stderr}`;
      const log = join(logs, `${name}.log`);
      writeFileSync(log, output);
      const says = output.trim().split('\n').slice(-LINES).join('\n');
      done({
        name: `npx fleet ${command}`,
        seconds: Math.round((performance.now() - start) / 1000),
        counts: { proofs: 1, ...countsIn(stdout) },
        findings: status === 0 ? [] : [{ where: name, what: log, says }],
        exceptions: [],
      });
    },
  };
}
