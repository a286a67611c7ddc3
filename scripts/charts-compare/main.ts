import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { addToSummary, asBlock } from '../pipeline/hand-on.ts';
import { run, watch } from '../programs/run.ts';
import { compared } from './compare.ts';
import { chartsCompare } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const main = implement(chartsCompare, async ({ arguments: { base } }) => {
  const folder = mkdtempSync(join(tmpdir(), 'charts-'));
  try {
    const { stat, difference } = await compared({ root: ROOT, base, folder }, { run, watch });
    process.stdout.write(`${stat}\n${difference}`);
    addToSummary(
      difference === ''
        ? 'The charts become the same as before.\n'
        : `${asBlock(stat, 'text', 80_000)}${asBlock(difference, 'diff', 850_000)}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
