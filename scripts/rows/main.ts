import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, runCommand } from '../run-command.ts';
import { lists } from './lists.ts';
import { markdown } from './markdown.ts';
import { allMistakes } from './mistakes.ts';
import { repositoryTree, staleFiles } from './repository.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELP = `npm run rows [-- --check]  write the documents that say where each requirement stands, from the lists in docs/
                           --check: write nothing, exit 1 where a document is stale or a list does not hold

Nothing is written where dist/ is not what the sources give, or where a list does not hold.
`;

/** Writes or compares every document; a list that does not hold is never written. */
function main(): void {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const stale = staleFiles();
  if (stale.length > 0) {
    fail(`${stale.join('\n')}\ndist/ is not what the sources give. Run npm run synth.`);
  }
  // On what stands in dist/ all the same, so that both are told at once.
  const { tree, problems } = repositoryTree();
  const wrong = [...problems, ...allMistakes(lists, tree)];
  if (wrong.length > 0) {
    fail(`${wrong.join('\n')}\n${wrong.length} of what the lists in docs/ say does not hold.`);
  }
  if (stale.length + wrong.length > 0) {
    fail('Nothing was written.');
    return;
  }
  for (const list of lists) {
    const text = markdown(list, tree);
    if (!values.check) {
      writeFileSync(join(ROOT, list.document), text);
      process.stdout.write(`${list.document}\n`);
    } else if (current(list.document) !== text) {
      fail(`${list.document} is stale. Run npm run rows and commit what changed.`);
    }
  }
}

function current(document: string): string | undefined {
  try {
    return readFileSync(join(ROOT, document), 'utf8');
  } catch {
    return undefined;
  }
}

runCommand(main);
