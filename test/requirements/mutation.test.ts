import { expect, test } from 'vitest';
import type { Clusters, Pitfall, Row, RowList } from '../../requirements/model/row.ts';
import { lists, tree } from '../live-tree.ts';
import { claimsByFile, differs, isRefused, mutantsOf } from './mutants.ts';

test.each(lists)('every row of $document notices when what it shows is changed', (list) => {
  const unnoticed = entriesOf(list).flatMap(({ entry, clusters }) =>
    entry.state.kind === 'open' ? [] : survivorsOf(entry, clusters).map((one) => `${entry.id}: ${one}`),
  );
  expect(unnoticed).toEqual([]);
});

function entriesOf(list: RowList): readonly { entry: Row | Pitfall; clusters: Clusters }[] {
  return [...list.rows.sections, ...(list.pitfalls?.sections ?? [])].flatMap(
    ({ entries, clusters = list.clusters }) => entries.map((entry) => ({ entry, clusters })),
  );
}

/** Changes of what the entry shows that it does not notice. */
function survivorsOf({ evidence }: Row | Pitfall, clusters: Clusters): readonly string[] {
  return [...claimsByFile(evidence, clusters, tree)].flatMap(([file, claims]) => {
    const document = tree.yaml(file);
    return mutantsOf(claims, document)
      .filter(
        (mutant) => differs(mutant.document, document) && !isRefused(claims, file, mutant.document, tree),
      )
      .map(({ says }) => `${file}: ${says}`);
  });
}
