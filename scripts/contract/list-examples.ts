import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { CLUSTER_FILES } from '../../clusters/load-cluster.ts';
import { implement } from '../command-line/command.ts';
import { findExamples } from './examples.ts';
import { contractExamples } from './usage.ts';

const CLUSTERS = fileURLToPath(new URL('../../clusters', import.meta.url));

export const main = implement(contractExamples, () => {
  listExamplesOf('fleet', ['fleet.yaml']);
  for (const { name } of loadFleet().clusters) {
    listExamplesOf(
      name,
      CLUSTER_FILES.map((file) => `${name}/${file}`),
    );
  }
});

function listExamplesOf(title: string, files: readonly string[]): void {
  const examples = files.flatMap((file) => findExamples(join(CLUSTERS, file), `clusters/${file}`));
  process.stdout.write(
    `${title}: ${examples.length === 1 ? '1 example' : `${examples.length || 'no'} examples`}\n`,
  );
  for (const { file, line, path, example, places } of examples) {
    const others = places === 1 ? '' : ` (in ${places} values)`;
    process.stdout.write(`  ${file}:${line}: ${path}: ${example}${others}\n`);
  }
}
