import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ProgramError, programPath } from '../programs/program.ts';
import { kubernetesVersions } from '../schemas/imported-schemas.ts';
import { KubeconformError } from './kubeconform-error.ts';
import { listManifests, manifestFolders, writeConstraintSchemas } from './manifests.ts';
import { kubeconform } from './release.ts';
import { proveThatItRefuses } from './self-check.ts';
import { type Findings, validate } from './validate.ts';

const HELP = `npm run kubeconform [-- DIR] [--kubernetes-version VERSION]...

Checks every manifest of DIR (dist) with kubeconform against the schemas of imports/, strictly: unknown fields and
kinds without schema are errors. Finds or installs the pinned kubeconform.

  --kubernetes-version  such as 1.34; may be given several times. Default: every version that has schemas
  --help                this text
`;

async function main(): Promise<void> {
  const { values, positionals } = readOptions();
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const directory = positionals[0] ?? 'dist';
  const manifests = listManifests(directory);
  const program = await programPath(kubeconform, (line) => process.stderr.write(`${line}\n`));
  const constraints = mkdtempSync(join(tmpdir(), 'constraints-'));
  try {
    writeConstraintSchemas(manifests, constraints);
    for (const version of values['kubernetes-version'] ?? kubernetesVersions()) {
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
}

/** @throws KubeconformError when not every manifest was judged */
function report(version: string, manifests: number, { valid, refused, skipped }: Findings): void {
  process.stdout.write(refused.map((line) => `${line}\n`).join(''));
  process.stdout.write(
    `kubeconform, Kubernetes ${version}: ${manifests} manifests, ${valid} valid, ${refused.length} refused\n`,
  );
  if (refused.length > 0) process.exitCode = 1;
  else if (skipped > 0 || valid !== manifests) {
    throw new KubeconformError(`${manifests} manifests, but ${valid} were judged and ${skipped} skipped`);
  }
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'kubernetes-version': { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new KubeconformError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof KubeconformError || error instanceof ProgramError)) throw error;
  process.stderr.write(`kubeconform: ${error.message}\n`);
  process.exitCode = 1;
}
