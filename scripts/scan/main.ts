import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { implement } from '../command-line/command.ts';
import { type Program, ProgramError, programPath } from '../programs/program.ts';
import { kubeLinter, trivy } from './programs.ts';
import { scan } from './usage.ts';

/** Each scanner with its options; the folder comes last. */
const SCANS: readonly (readonly [Program, readonly string[]])[] = [
  [
    trivy,
    [
      'config',
      '--quiet',
      // The checks of this version: newer ones come with a newer version, in a reviewed change.
      '--skip-check-update',
      '--severity=HIGH,CRITICAL',
      '--exit-code=1',
      '--ignorefile=.trivyignore.yaml',
    ],
  ],
  [kubeLinter, ['lint', '--config', '.kube-linter.yaml', '--fail-if-no-objects-found']],
];

export const main = implement(scan, async ({ arguments: { dir: directory = 'dist' } }) => {
  let refused = false;
  if (!existsSync(directory)) {
    throw new ProgramError(`There is no directory ${directory}. Run npm run synth first.`);
  }
  for (const [program, options] of SCANS) {
    const path = await programPath(program, (line) => process.stderr.write(`${line}\n`));
    const { status, error } = spawnSync(path, [...options, directory], { stdio: 'inherit' });
    if (error) throw new ProgramError(`Can't run ${path}: ${error.message}`);
    process.stdout.write(`${program.name}: ${status === 0 ? 'nothing found' : 'refused'}\n`);
    refused ||= status !== 0;
  }
  return refused ? 1 : 0;
});
