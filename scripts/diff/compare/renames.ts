import type { Item } from '../change.ts';
import { typeOf } from './key.ts';
import { normal } from './normal.ts';
import { canonicalText, isMapping } from './value.ts';

/** An object that went, and the one that came in its place. */
export type Pair = readonly [gone: Item, come: Item];

/** As much has to be the same in both, of all that either says, for one to be the other under a new name. */
const ALIKE = 0.7;
/** Beyond this many of a kind, only those that are equal but for their name are found. */
const MOST = 400;

/** Finds objects that are removed and added only because their name or namespace is another one. */
export function renamesOf(removed: readonly Item[], added: readonly Item[]): readonly Pair[] {
  const groups = new Map<string, { readonly gone: Item[]; readonly come: Item[] }>();
  const groupFor = (item: Item) => {
    const key = [item.cluster, item.source, typeOf(item)].join('\0');
    const group = groups.get(key) ?? { gone: [], come: [] };
    groups.set(key, group);
    return group;
  };
  for (const item of removed) groupFor(item).gone.push(item);
  for (const item of added) groupFor(item).come.push(item);
  return [...groups.values()].flatMap(({ gone, come }) => {
    if (gone.length === 0 || come.length === 0) return [];
    const equal = equalPairs(gone, come);
    const taken = new Set(equal.flat());
    const [left, right] = [gone, come].map((items) => items.filter((item) => !taken.has(item)));
    return [...equal, ...alikePairs(left ?? [], right ?? [])];
  });
}

function equalPairs(gone: readonly Item[], come: readonly Item[]): readonly Pair[] {
  const byText = new Map<string, Item[]>();
  for (const item of come) {
    const text = textWithoutName(item);
    byText.set(text, [...(byText.get(text) ?? []), item]);
  }
  return gone.flatMap((item): readonly Pair[] => {
    const found = byText.get(textWithoutName(item))?.shift();
    return found === undefined || saysLittle(item) ? [] : [[item, found]];
  });
}

/** A Namespace or a ServiceAccount without anything in it is equal to any other: that makes it no new name of one. */
function saysLittle(item: Item): boolean {
  return leavesOf(item).size < 2;
}

function alikePairs(gone: readonly Item[], come: readonly Item[]): readonly Pair[] {
  if (gone.length * come.length > MOST) return [];
  const scored = gone.flatMap((one) =>
    come
      .filter((other) => one.namespace === other.namespace || one.name === other.name)
      .map((other) => ({
        pair: [one, other] as const,
        // What it is called may or may not be a part of what it says.
        score: Math.max(
          likeness(leavesOf(one), leavesOf(other)),
          likeness(leavesOf(one, ''), leavesOf(other, '')),
        ),
      })),
  );
  const taken = new Set<Item>();
  return scored
    .filter(({ score }) => score >= ALIKE)
    .sort((one, other) => other.score - one.score)
    .flatMap(({ pair }): readonly Pair[] => {
      if (pair.some((item) => taken.has(item))) return [];
      for (const item of pair) taken.add(item);
      return [pair];
    });
}

function textWithoutName(item: Item): string {
  const text = canonicalText(bodyOf(item));
  return text.replaceAll(item.name, '\0');
}

/** What an object says besides who it is. */
function bodyOf(item: Item): unknown {
  const { metadata, apiVersion: _, ...rest } = normal(item);
  if (!isMapping(metadata)) return rest;
  const { name: __, namespace: ___, ...more } = metadata;
  return { ...rest, metadata: more };
}

function leavesOf(item: Item, own = item.name): ReadonlySet<string> {
  const leaves = new Set<string>();
  const walk = (value: unknown, path: string) => {
    if (Array.isArray(value)) for (const each of value) walk(each, `${path}[]`);
    else if (isMapping(value)) for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`);
    else leaves.add(`${path}=${own === '' ? String(value) : String(value).replaceAll(own, '\0')}`);
  };
  walk(bodyOf(item), '');
  leaves.delete(`.kind=${item.kind}`);
  leaves.delete('.metadata.labels.app.kubernetes.io/managed-by=cdk8s');
  return leaves;
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size < 3 || other.size < 3) return 0;
  const shared = [...one].filter((leaf) => other.has(leaf)).length;
  return shared / (one.size + other.size - shared);
}
