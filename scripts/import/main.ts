import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { IMPORTS } from '../schemas/imported-schemas.ts';
import { generate } from './generate.ts';
import { compareTree, type Difference, writeTree } from './generated-tree.ts';
import { ImportError } from './import-error.ts';
import { readSources } from './sources.ts';

const KEPT = ['sources.yaml'];
const HELP = `npm run import [-- --from DIR] [--check]

Makes the packages and JSON schemas of imports/ from the files that imports/sources.yaml pins.

  --from DIR  read DIR/<bundle>/<file name> and DIR/kubernetes/<version>/swagger.json, not the repositories
  --check     write nothing; exit 1 and list what differs from imports/
  --help      this text
`;

async function main(): Promise<void> {
  const { from, check, help } = readOptions();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const files = await generate(readSources(join(IMPORTS, 'sources.yaml')), { mirror: from });
  const difference = check ? compareTree(IMPORTS, files, KEPT) : writeTree(IMPORTS, files, KEPT);
  const count = difference.missing.length + difference.changed.length + difference.stale.length;
  const unchanged = files.size - difference.missing.length - difference.changed.length;
  process.stdout.write(describe(difference));
  process.stdout.write(
    `import: ${unchanged} files unchanged, ${count} ${check ? 'differ' : 'written or removed'}\n`,
  );
  if (check && count > 0) {
    process.stderr.write('imports/ is not what its pins make. Run npm run import and commit the result.\n');
    process.exitCode = 1;
  }
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        check: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ImportError(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  }
}

function describe({ missing, changed, stale }: Difference): string {
  const lines = [
    ...missing.map((path) => `  + imports/${path}`),
    ...changed.map((path) => `  ~ imports/${path}`),
    ...stale.map((path) => `  - imports/${path}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

try {
  await main();
} catch (error) {
  if (!(error instanceof ImportError)) throw error;
  process.stderr.write(`import: ${error.message}\n`);
  process.exitCode = 1;
}
