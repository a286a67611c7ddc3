import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { programPath } from '../programs/program.ts';
import { kubernetesVersions } from '../schemas/imported-schemas.ts';
import { countObjects, listManifests, manifestFolders, writeConstraintSchemas } from './manifests.ts';
import { kubeconform } from './release.ts';
import { proveThatItRefuses } from './self-check.ts';
import { kubeconform as usage } from './usage.ts';
import { type Findings, validate } from './validate.ts';

export const main = implement(usage, async ({ options, arguments: { dir: directory = 'dist' } }) => {
  const files = listManifests(directory);
  const manifests = countObjects(files);
  if (manifests === 0)
    throw new Mistake(`${directory} has no manifests: its files hold nothing but comments.`);
  const program = await programPath(kubeconform, (line) => process.stderr.write(`${line}\n`));
  const constraints = mkdtempSync(join(tmpdir(), 'constraints-'));
  try {
    writeConstraintSchemas(files, constraints);
    const verdicts: Verdict[] = [];
    for (const version of options['kubernetes-version'] ?? kubernetesVersions()) {
      await proveThatItRefuses(program, version);
      const findings = await validate(program, version, manifestFolders(directory), [constraints]);
      const verdict = { kubernetes: version, manifests, ...findings };
      assertAllJudged(verdict);
      if (options.format === 'text') tell(verdict);
      verdicts.push(verdict);
    }
    if (options.format === 'json') process.stdout.write(`${JSON.stringify(verdicts)}\n`);
    return verdicts.some(({ refused }) => refused.length > 0) ? 1 : 0;
  } finally {
    rmSync(constraints, { recursive: true, force: true });
  }
});

interface Verdict extends Findings {
  readonly kubernetes: string;
  readonly manifests: number;
}

function tell({ kubernetes, manifests, valid, refused }: Verdict): void {
  process.stdout.write(refused.map((line) => `${line}\n`).join(''));
  process.stdout.write(
    `kubeconform, Kubernetes ${kubernetes}: ${manifests} manifests, ${valid} valid, ${refused.length} refused\n`,
  );
}

/** @throws Mistake when one was neither accepted nor refused */
function assertAllJudged({ manifests, valid, refused, skipped }: Verdict): void {
  if (refused.length > 0 || (skipped === 0 && valid === manifests)) return;
  throw new Mistake(`${manifests} manifests, but ${valid} were judged and ${skipped} skipped`);
}
