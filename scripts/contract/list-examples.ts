import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXPECTED_ROLES_FILE } from '../../clusters/expected-roles-schema.ts';
import { loadFleet } from '../../clusters/index.ts';
import { CLUSTER_FILES } from '../../clusters/load-cluster.ts';
import { implement } from '../command-line/command.ts';
import { findExamples } from './examples.ts';
import { contractExamples } from './usage.ts';

const CLUSTERS = fileURLToPath(new URL('../../clusters', import.meta.url));

export const main = implement(contractExamples, () => {
  listExamplesOf('fleet', ['fleet.yaml']);
  for (const { name, expectedRoles } of loadFleet().clusters) {
    listExamplesOf(
      name,
      [...CLUSTER_FILES, EXPECTED_ROLES_FILE].map((file) => `${name}/${file}`),
    );
    for (const role of expectedRoles)
      process.stdout.write(
        `  clusters/${name}/${EXPECTED_ROLES_FILE}: ${role}: Terraform has yet to print it\n`,
      );
  }
});

function listExamplesOf(title: string, files: readonly string[]): void {
  const there = files.filter((file) => existsSync(join(CLUSTERS, file)));
  const examples = there.flatMap((file) => findExamples(join(CLUSTERS, file), `clusters/${file}`));
  process.stdout.write(
    `${title}: ${examples.length === 1 ? '1 example' : `${examples.length || 'no'} examples`}\n`,
  );
  for (const { file, line, path, example, places } of examples) {
    const others = places === 1 ? '' : ` (in ${places} values)`;
    process.stdout.write(`  ${file}:${line}: ${path}: ${example}${others}\n`);
  }
}
