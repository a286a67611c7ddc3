import { failures } from './check.ts';
import type { Clusters, IdRange, Pitfall, Row, RowList, Section } from './row.ts';
import type { Tree } from './tree.ts';

/** Everything that is wrong with a list: a sentence each, with the id that it is about; none when it holds. */
export function mistakes(list: RowList, tree: Tree): readonly string[] {
  return [list.rows, ...(list.pitfalls ? [list.pitfalls] : [])].flatMap(({ ids, sections }) => [
    ...wrongIds(sections, ids),
    ...sections.flatMap(({ entries, clusters = list.clusters }) =>
      entries.flatMap((entry) => wrongEntry(entry, clusters, tree)),
    ),
  ]);
}

/** Every id of the ranges once. */
function wrongIds(
  sections: readonly Section<Row | Pitfall>[],
  ranges: readonly IdRange[],
): readonly string[] {
  const found = sections.flatMap(({ entries }) => entries.map(({ id }) => id));
  const wanted = ranges.flatMap(idsOf);
  const whole = ranges.map((range) => `${idOf(range, 1)} to ${idOf(range, range.last)}`).join(', ');
  const missing = wanted.filter((id) => !found.includes(id)).map((id) => `${id} is missing.`);
  const unknown = found.filter((id) => !wanted.includes(id)).map((id) => `${id} is none of ${whole}.`);
  const twice = found.filter((id, index) => found.indexOf(id) !== index).map((id) => `${id} is there twice.`);
  return [...missing, ...unknown, ...twice];
}

function idsOf(range: IdRange): readonly string[] {
  return Array.from({ length: range.last }, (_, index) => idOf(range, index + 1));
}

function idOf({ prefix, digits = 1 }: IdRange, number: number): string {
  return `${prefix}${String(number).padStart(digits, '0')}`;
}

function wrongEntry(
  { id, state, evidence }: Row | Pitfall,
  clusters: Clusters,
  tree: Tree,
): readonly string[] {
  const found = evidence.flatMap((one) => failures(one, clusters, tree));
  if (state.kind === 'open') {
    if (state.reason.trim() === '') return [`${id} is open without a reason.`];
    return evidence.length > 0 && found.length === 0
      ? [`${id} is done: all that it waited for is there. List it as done.`]
      : [];
  }
  return found.map((failure) => `${id}: ${failure}`);
}
