import { existsSync } from 'node:fs';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { type Program, programPath } from '../programs/program.ts';
import { watch } from '../programs/run.ts';
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

export const main = implement(
  scan,
  async ({ options: { format }, arguments: { dir: directory = 'dist' } }) => {
    const asJson = format === 'json';
    const verdicts: { readonly scanner: string; readonly passed: boolean }[] = [];
    const notHere: string[] = [];
    if (!existsSync(directory)) {
      throw new Mistake(`There is no directory ${directory}. Run npm run synth first.`);
    }
    for (const [program, options] of SCANS) {
      const path = await pathOf(program, notHere);
      if (path === undefined) continue;
      const status = await watch(path, [...options, directory], { shows: asJson ? 'all, to stderr' : 'all' });
      if (!asJson) process.stdout.write(`${program.name}: ${status === 0 ? 'nothing found' : 'refused'}\n`);
      verdicts.push({ scanner: program.name, passed: status === 0 });
    }
    // One that cannot be had keeps the other from nothing; without either of them nobody can say that all is well.
    if (notHere.length > 0) {
      const rest = verdicts.map(
        ({ scanner, passed }) => `${scanner} ${passed ? 'found nothing' : 'refused it'}`,
      );
      throw new Mistake(
        [
          ...notHere,
          `${directory} is not wholly scanned${rest.length > 0 ? `: ${rest.join(', ')}` : ''}.`,
        ].join('\n'),
      );
    }
    if (asJson) process.stdout.write(`${JSON.stringify(verdicts)}\n`);
    return verdicts.every(({ passed }) => passed) ? 0 : 1;
  },
);

/** Undefined where it is neither here nor to be had. */
async function pathOf(program: Program, notHere: string[]): Promise<string | undefined> {
  try {
    return await programPath(program, (line) => process.stderr.write(`${line}\n`));
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    notHere.push(error.message);
    return undefined;
  }
}
