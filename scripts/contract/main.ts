import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ContractError, loadFleet } from '../../clusters/index.ts';
import { CLUSTER_FILES } from '../../clusters/load-cluster.ts';
import { isUsageError } from '../run-command.ts';
import { findExamples } from './examples.ts';
import { ContractFailure } from './failure.ts';
import { checkJsonSchema, writeJsonSchema } from './json-schema.ts';
import { prove } from './prove.ts';

const CLUSTERS = fileURLToPath(new URL('../../clusters', import.meta.url));
const HELP = `npm run contract:schema [-- --check]  write clusters/terraform.schema.json; --check: exit 1 where it is stale
npm run contract:prove                hold the contract against what the real Terraform prints
npm run contract:examples             list the values of every cluster that are still examples
`;

function main(): void {
  const { values, positionals } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [command, ...rest] = positionals;
  if (values.help) print(HELP);
  else if (rest.length > 0 || (values.check && command !== 'schema'))
    throw new ContractFailure(HELP.trimEnd());
  else if (command === 'schema' && values.check) checkJsonSchema();
  else if (command === 'schema') writeJsonSchema();
  else if (command === 'prove') prove(terraformFiles(), (line) => print(`${line}\n`));
  else if (command === 'examples') listExamples();
  else throw new ContractFailure(HELP.trimEnd());
}

function terraformFiles(): Record<string, string> {
  return Object.fromEntries(
    loadFleet().clusters.map(({ name }) => [name, join(CLUSTERS, name, 'terraform.json')]),
  );
}

function listExamples(): void {
  listExamplesOf('fleet', ['fleet.yaml']);
  for (const { name } of loadFleet().clusters) {
    listExamplesOf(
      name,
      CLUSTER_FILES.map((file) => `${name}/${file}`),
    );
  }
}

function listExamplesOf(title: string, files: readonly string[]): void {
  const examples = files.flatMap((file) => findExamples(join(CLUSTERS, file), `clusters/${file}`));
  print(`${title}: ${examples.length === 1 ? '1 example' : `${examples.length || 'no'} examples`}\n`);
  for (const { file, line, path, example, places } of examples) {
    const others = places === 1 ? '' : ` (in ${places} values)`;
    print(`  ${file}:${line}: ${path}: ${example}${others}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(text);
}

try {
  main();
} catch (error) {
  if (!(error instanceof ContractError || error instanceof ContractFailure || isUsageError(error)))
    throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
