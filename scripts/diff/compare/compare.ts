import { INVENTORIES_FOLDER, valuesFile } from '../../../clusters/layout.ts';
import { unusable } from '../../cluster-model/input/unusable-input.ts';
import type { Change, FieldChange, Item, Mapping } from '../change.ts';
import { type Layout, layoutOf } from '../sides/place.ts';
import type { Side } from '../sides/side.ts';
import { newStore, parsedItems, type Store, Surroundings } from '../surroundings.ts';
import { fieldChanges } from './fields.ts';
import { keyOf } from './key.ts';
import { renamesOf } from './renames.ts';
import { isMapping } from './value.ts';

/** Two trees, what differs between them, and the rest of both. */
export interface Comparison {
  readonly layout: Layout;
  readonly changes: readonly Change[];
  readonly before: Surroundings;
  readonly after: Surroundings;
}

/**
 * What differs between two trees, object by object. Only files whose bytes differ are read.
 *
 * @throws UnusableInput with all that cannot be read
 */
export function compare(base: Side, head: Side): Comparison {
  const layout = layoutOf(base, head);
  const store = newStore();
  const [before, after] = [new Surroundings(base, layout, store), new Surroundings(head, layout, store)];
  const problems: string[] = [];
  const old = changedItems(base, head, layout, store, problems);
  const now = changedItems(head, base, layout, store, problems);
  if (problems.length > 0) throw unusable(problems);
  for (const item of [...old.values(), ...now.values()]) store.clusters.add(item.cluster);
  const kept = [...old].flatMap(([key, item]): readonly Change[] => {
    const other = now.get(key);
    return other === undefined ? [] : changeOf(item, other);
  });
  // Another file may still have, or already have had, what a file has lost or gained.
  const [gone, come] = [onlyIn(old, now), onlyIn(now, old)];
  const elsewhere = [
    ...gone.flatMap((item) => pairOf(item, after.find(item))),
    ...come.flatMap((item) => pairOf(before.find(item), item)),
  ];
  const removed = gone.filter((item) => after.find(item) === undefined);
  const added = come.filter((item) => before.find(item) === undefined);
  const renames = renamesOf(removed, added);
  const renamed = new Set(renames.flat());
  const changes: readonly Change[] = [
    ...kept,
    ...elsewhere,
    ...renames.map(([from, to]) => renameOf(from, to)),
    ...removed
      .filter((item) => !renamed.has(item))
      .map((item) => ({
        cluster: item.cluster,
        action: 'removed' as const,
        before: item,
        after: undefined,
        fields: [],
      })),
    ...added
      .filter((item) => !renamed.has(item))
      .map((item) => ({
        cluster: item.cluster,
        action: 'added' as const,
        before: undefined,
        after: item,
        fields: [],
      })),
  ];
  return { layout, changes, before, after };
}

function pairOf(before: Item | undefined, after: Item | undefined): readonly Change[] {
  return before === undefined || after === undefined ? [] : changeOf(before, after);
}

/** The objects of the files of one side that the other one has with other bytes, or not at all. */
function changedItems(
  side: Side,
  other: Side,
  layout: Layout,
  { texts, parsed }: Store,
  problems: string[],
): ReadonlyMap<string, Item> {
  const paths = [...side.files].flatMap(([path, content]) =>
    other.files.get(path) === content || layout.placeOf(path) === undefined || isNewlyKnown(path, other)
      ? []
      : [path],
  );
  for (const [path, text] of side.read(paths)) texts.set(side.files.get(path) ?? '', text);
  const items = paths.flatMap((path) =>
    parsedItems(side, layout, path, texts.get(side.files.get(path) ?? '') ?? '', parsed, problems),
  );
  // Where two have one name, the later one counts, as kubectl would leave it.
  return new Map(items.map((item) => [keyOf(item), item]));
}

/** An inventory that one side does not have yet says nothing of a change, where the chart was installed there already. */
function isNewlyKnown(path: string, other: Side): boolean {
  const [first, cluster = '', unit = ''] = path.split('/');
  if (first !== INVENTORIES_FOLDER || other.files.has(path)) return false;
  return other.files.has(valuesFile(cluster, unit.replace(/\.json$/, '')));
}

function onlyIn(some: ReadonlyMap<string, Item>, others: ReadonlyMap<string, Item>): readonly Item[] {
  return [...some].flatMap(([key, item]) => (others.has(key) ? [] : [item]));
}

function changeOf(before: Item, after: Item): readonly Change[] {
  const fields = fieldChanges(before, after);
  const isMoved = before.file !== after.file;
  if (fields.length === 0 && !isMoved) return [];
  const place: readonly FieldChange[] = isMoved
    ? [{ path: 'file', shape: 'file', before: before.file, after: after.file }]
    : [];
  const action =
    isMoved && fields.length === 0 ? 'moved' : before.unit !== after.unit && isMoved ? 'moved' : 'changed';
  return [{ cluster: after.cluster, action, before, after, fields: [...place, ...fields] }];
}

/** What differs besides the name, wherever the object says it of itself. */
function renameOf(from: Item, after: Item): Change {
  const before = { ...from, value: withName(from.value, from.name, after.name) };
  const fields = fieldChanges(before, after).filter(({ shape }) => shape !== 'metadata.name');
  const name: readonly FieldChange[] =
    from.name === after.name
      ? []
      : [{ path: 'metadata.name', shape: 'metadata.name', before: from.name, after: after.name }];
  const action = from.name === after.name ? 'moved' : 'renamed';
  return { cluster: after.cluster, action, before, after, fields: [...name, ...fields] };
}

function withName(value: Mapping, from: string, to: string): Mapping {
  const renamed = (each: unknown): unknown => {
    if (typeof each === 'string') return each.replaceAll(from, to);
    if (Array.isArray(each)) return each.map(renamed);
    if (!isMapping(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, renamed(inner)]));
  };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renamed(inner)]));
}
