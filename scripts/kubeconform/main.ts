import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { programPath } from '../programs/program.ts';
import { kubernetesVersions } from '../schemas/imported-schemas.ts';
import { listManifests, manifestFolders, writeConstraintSchemas } from './manifests.ts';
import { kubeconform } from './release.ts';
import { proveThatItRefuses } from './self-check.ts';
import { kubeconform as usage } from './usage.ts';
import { type Findings, validate } from './validate.ts';

export const main = implement(usage, async ({ options, arguments: { dir: directory = 'dist' } }) => {
  const manifests = listManifests(directory);
  const program = await programPath(kubeconform, (line) => process.stderr.write(`${line}\n`));
  const constraints = mkdtempSync(join(tmpdir(), 'constraints-'));
  try {
    writeConstraintSchemas(manifests, constraints);
    for (const version of options['kubernetes-version'] ?? kubernetesVersions()) {
      await proveThatItRefuses(program, version);
      report(
        version,
        manifests.length,
        await validate(program, version, manifestFolders(directory), [constraints]),
      );
    }
  } finally {
    rmSync(constraints, { recursive: true, force: true });
  }
});

/** @throws Mistake when not every manifest was judged */
function report(version: string, manifests: number, { valid, refused, skipped }: Findings): void {
  process.stdout.write(refused.map((line) => `${line}\n`).join(''));
  process.stdout.write(
    `kubeconform, Kubernetes ${version}: ${manifests} manifests, ${valid} valid, ${refused.length} refused\n`,
  );
  if (refused.length > 0) process.exitCode = 1;
  else if (skipped > 0 || valid !== manifests) {
    throw new Mistake(`${manifests} manifests, but ${valid} were judged and ${skipped} skipped`);
  }
}
