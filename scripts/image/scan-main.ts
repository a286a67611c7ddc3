import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { programPath } from '../programs/program.ts';
import { watch } from '../programs/run.ts';
import { trivy } from '../scan/programs.ts';
import { scanOf } from './scan.ts';
import { imageScan } from './usage.ts';

export const main = implement(imageScan, async ({ arguments: { reference } }) => {
  const args = scanOf(reference);
  const program = await programPath(trivy, (line) => process.stderr.write(`${line}\n`));
  if ((await watch(program, args)) === 0) return;
  throw new Mistake(
    `${reference} is refused, or could not be looked into: trivy says above why. Rebuild it on a newer base, or update what it names.`,
  );
});
