import { join } from 'node:path';
import { implement } from '../command-line/command.ts';
import { IMPORTS } from '../schemas/imported-schemas.ts';
import { CHARTS, type PinnedTypes, typesHere } from './charts/pinned-types.ts';
import { generate } from './generate.ts';
import { compareTree, type Difference, writeTree } from './generated-tree.ts';
import { readSources } from './sources.ts';
import { imports } from './usage.ts';

const KEPT = ['sources.yaml'];
export const main = implement(imports, async ({ options: { from, charts, check } }) => {
  const sources = readSources(join(IMPORTS, 'sources.yaml'));
  const types = typesHere(sources);
  const files = new Map([...types.files].map(([name, text]) => [`${CHARTS}/${name}`, text]));
  if (!charts) for (const [path, text] of await generate(sources, { mirror: from })) files.set(path, text);
  const chosen = charts
    ? (path: string) => path.startsWith(`${CHARTS}/`)
    : (path: string) => !KEPT.includes(path);
  const difference = check ? compareTree(IMPORTS, files, chosen) : writeTree(IMPORTS, files, chosen);
  const count = difference.missing.length + difference.changed.length + difference.stale.length;
  const unchanged = files.size - difference.missing.length - difference.changed.length;
  process.stdout.write(describe(difference));
  process.stdout.write(
    `import: ${unchanged} files unchanged, ${count} ${check ? 'differ' : 'written or removed'}\n`,
  );
  process.stdout.write(notProven(types));
  if (check && count > 0) {
    process.stderr.write('imports/ is not what its pins make. Run npm run import and commit the result.\n');
    return 1;
  }
  return 0;
});

/** What is left open where not every chart is on this machine. */
function notProven({ absent, unconfirmed }: PinnedTypes): string {
  const lines = [
    ...(absent.length === 0
      ? []
      : [
          `the types of charts that are not on this machine are left as they are: ${absent.join(', ')}. npx fleet charts fetches them.`,
        ]),
    ...(unconfirmed.length === 0
      ? []
      : [`read from sources, which no digest confirms: ${unconfirmed.join(', ')}.`]),
  ];
  return lines.map((line) => `import: ${line}\n`).join('');
}

function describe({ missing, changed, stale }: Difference): string {
  const lines = [
    ...missing.map((path) => `  + imports/${path}`),
    ...changed.map((path) => `  ~ imports/${path}`),
    ...stale.map((path) => `  - imports/${path}`),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
