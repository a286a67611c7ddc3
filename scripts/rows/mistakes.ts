import { failures } from './check.ts';
import type { IdRange, Pitfall, Row, RowList } from './row.ts';
import type { Tree } from './tree.ts';

/** Everything that is wrong with a list: a sentence each, with the id that it is about; none when it holds. */
export function mistakes(list: RowList, tree: Tree): readonly string[] {
  const rows = list.rows.sections.flatMap(({ entries }) => entries);
  const pitfalls = list.pitfalls.sections.flatMap(({ entries }) => entries);
  return [
    ...wrongIds(rows, list.rows.ids),
    ...wrongIds(pitfalls, list.pitfalls.ids),
    ...[...rows, ...pitfalls].flatMap((entry) => wrongEntry(entry, list, tree)),
  ];
}

/** Every id of the range once, in order. */
function wrongIds(entries: readonly { readonly id: string }[], { prefix, last }: IdRange): readonly string[] {
  const found = entries.map(({ id }) => id);
  const wanted = Array.from({ length: last }, (_, index) => `${prefix}${index + 1}`);
  const missing = wanted.filter((id) => !found.includes(id)).map((id) => `${id} is missing.`);
  const unknown = found
    .filter((id) => !wanted.includes(id))
    .map((id) => `${id} is none of ${prefix}1 to ${prefix}${last}.`);
  const twice = found.filter((id, index) => found.indexOf(id) !== index).map((id) => `${id} is there twice.`);
  return [...missing, ...unknown, ...twice];
}

function wrongEntry({ id, state, evidence }: Row | Pitfall, list: RowList, tree: Tree): readonly string[] {
  const found = evidence.flatMap((one) => failures(one, list, tree));
  if (state.kind === 'open') {
    if (state.reason.trim() === '') return [`${id} is open without a reason.`];
    return evidence.length > 0 && found.length === 0
      ? [`${id} is done: all that it waited for is there. List it as done.`]
      : [];
  }
  return found.map((failure) => `${id}: ${failure}`);
}
