import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { IMPORTS } from '../schemas/imported-schemas.ts';
import { generate } from './generate.ts';
import { compareTree, type Difference, writeTree } from './generated-tree.ts';
import { readSources } from './sources.ts';
import { imports } from './usage.ts';

const KEPT = ['sources.yaml'];
export const main = implement(imports, async ({ options: { from, check } }) => {
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
    return 1;
  }
  return 0;
});

function describe({ missing, changed, stale }: Difference): string {
  const lines = [
    ...missing.map((path) => `  + imports/${path}`),
    ...changed.map((path) => `  ~ imports/${path}`),
    ...stale.map((path) => `  - imports/${path}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
