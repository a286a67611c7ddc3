import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Program, ProgramError, programPath } from '../programs/program.ts';
import { kubeLinter, trivy } from './programs.ts';

const HELP = `npm run scan [-- DIR]

Scans the manifests of DIR (dist) for what opens a cluster, with trivy and kube-linter. Finds or installs both, pinned.
Ends with 1 on any finding of trivy of severity HIGH or CRITICAL and any of kube-linter. What is excused stands with
its reason in .trivyignore.yaml and .kube-linter.yaml.
`;

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

async function main(): Promise<void> {
  const [directory = 'dist'] = process.argv.slice(2);
  if (directory === '--help') {
    process.stdout.write(HELP);
    return;
  }
  if (!existsSync(directory)) {
    throw new ProgramError(`There is no directory ${directory}. Run npm run synth first.`);
  }
  for (const [program, options] of SCANS) {
    const path = await programPath(program, (line) => process.stderr.write(`${line}\n`));
    const { status, error } = spawnSync(path, [...options, directory], { stdio: 'inherit' });
    if (error) throw new ProgramError(`Can't run ${path}: ${error.message}`);
    process.stdout.write(`${program.name}: ${status === 0 ? 'nothing found' : 'refused'}\n`);
    if (status !== 0) process.exitCode = 1;
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ProgramError)) throw error;
  process.stderr.write(`scan: ${error.message}\n`);
  process.exitCode = 1;
}
