import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { markdown } from './markdown.ts';
import { allMistakes } from './mistakes.ts';
import { repositoryTree, staleFiles } from './repository.ts';
import { rows } from './usage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Writes or compares every document; a list that does not hold is never written. */
export const main = implement(rows, ({ options: { check } }) => {
  const stale = staleFiles();
  if (stale.length > 0) {
    fail(`${stale.join('\n')}\ndist/ is not what the sources give. Run npm run synth.`);
  }
  // On what stands in dist/ all the same, so that both are told at once.
  const { tree, lists, problems } = repositoryTree();
  const wrong = problems.length > 0 ? problems : allMistakes(lists, tree);
  if (problems.length > 0) fail(problems.join('\n'));
  else if (wrong.length > 0) {
    fail(`${wrong.join('\n')}\n${wrong.length} of what the lists in requirements/ say does not hold.`);
  }
  if (stale.length + wrong.length > 0) {
    fail('Nothing was written.');
    return;
  }
  for (const list of lists) {
    const text = markdown(list, tree);
    if (!check) {
      writeFileSync(join(ROOT, list.document), text);
      process.stdout.write(`${list.document}\n`);
    } else if (current(list.document) !== text) {
      fail(`${list.document} is stale. Run npm run rows and commit what changed.`);
    }
  }
});

function current(document: string): string | undefined {
  try {
    return readFileSync(join(ROOT, document), 'utf8');
  } catch {
    return undefined;
  }
}
