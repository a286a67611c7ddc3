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

/** What does not hold; nothing where all does. */
interface Verdict {
  /** Files of dist/ that are not what the sources give. */
  readonly stale: readonly string[];
  /** What the lists say and the tree does not show. */
  readonly wrong: readonly string[];
  /** Documents that were written, or that are stale with `--check`. */
  readonly documents: readonly string[];
}

/** Writes or compares every document; a list that does not hold is never written. */
export const main = implement(rows, ({ options: { check, format } }) => {
  const stale = staleFiles();
  // On what stands in dist/ all the same, so that both are told at once.
  const { tree, lists, problems } = repositoryTree();
  const wrong = problems.length > 0 ? problems : allMistakes(lists, tree);
  const holds = stale.length + wrong.length === 0;
  const changed = holds
    ? lists
        .map((list) => ({ path: list.document, text: markdown(list, tree) }))
        .filter(({ path, text }) => !check || current(path) !== text)
    : [];
  if (!check) for (const { path, text } of changed) writeFileSync(join(ROOT, path), text);
  const verdict: Verdict = { stale, wrong, documents: changed.map(({ path }) => path) };
  if (format === 'json') process.stdout.write(`${JSON.stringify(verdict)}\n`);
  else tell(verdict, check);
  return holds && (!check || changed.length === 0) ? 0 : 1;
});

function tell({ stale, wrong, documents }: Verdict, check: boolean): void {
  if (stale.length > 0) {
    fail(`${stale.join('\n')}\ndist/ is not what the sources give. Run npm run synth.`);
  }
  if (wrong.length > 0) {
    fail(`${wrong.join('\n')}\n${wrong.length} of what the lists in requirements/ say does not hold.`);
  }
  if (stale.length + wrong.length > 0) fail('Nothing was written.');
  for (const document of documents) {
    if (check) fail(`${document} is stale. Run npm run rows and commit what changed.`);
    else process.stdout.write(`${document}\n`);
  }
}

function current(document: string): string | undefined {
  try {
    return readFileSync(join(ROOT, document), 'utf8');
  } catch {
    return undefined;
  }
}
