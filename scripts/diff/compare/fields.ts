import type { FieldChange, Item, Mapping } from '../change.ts';
import { defaultOf } from './defaults.ts';
import { grantsTheSame, isRole } from './grants.ts';
import { impliedBy } from './implied.ts';
import { formOf } from './lists.ts';
import { normal } from './normal.ts';
import { isSameScalar } from './scalars.ts';
import { canonicalText, isMapping, isNothing, mappingAt } from './value.ts';

/** Mappings that say nothing while they are empty; elsewhere, as in `emptyDir: {}`, an empty one is a choice. */
const EMPTY_SAYS_NOTHING: ReadonlySet<string> = new Set(
  'labels annotations resources limits requests securityContext nodeSelector matchLabels affinity data stringData binaryData metadata selector spec syncPolicy'.split(
    ' ',
  ),
);
/** Mappings that are a choice by being there, whatever they hold. */
const CHOICES: ReadonlySet<string> = new Set(['automated']);
/** Mappings whose fields are told one by one, also where the whole of it comes or goes. */
const TOLD_BY_FIELD: ReadonlySet<string> = new Set(
  'annotations conversion data disruption hard helm kustomize labels limits matchLabels nodeSelector parameters persistentVolumeClaimRetentionPolicy requests rollingUpdate securityContext selector strategy updateStrategy'.split(
    ' ',
  ),
);

/** Where the walk stands. */
interface Place {
  readonly item: Item;
  readonly path: string;
  readonly shape: string;
  /** Name of the field, for the rules about its kind of list. */
  readonly name: string;
  /** What holds the value on each side. */
  readonly holders: readonly [before: unknown, after: unknown];
}

/** The fields in which two objects differ in a way that a cluster could notice. */
export function fieldChanges(before: Item, after: Item): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const [one, other] = [normal(before), normal(after)];
  walk({ item: after, path: '', shape: '', name: '', holders: [undefined, undefined] }, one, other, changes);
  // Rules may be split and joined as one likes: what they grant counts.
  return isRole(after) && grantsTheSame(before, after)
    ? changes.filter(({ shape }) => !shape.startsWith('rules'))
    : changes;
}

function walk(place: Place, before: unknown, after: unknown, changes: FieldChange[]): void {
  if (before === after) return;
  if (isMapping(before) && isMapping(after)) {
    if (
      place.name === 'resources' &&
      place.item.source !== 'values' &&
      'requests' in { ...before, ...after }
    ) {
      const [one, other] = [withRequests(before, after), withRequests(after, before)];
      if (one !== before || other !== after) {
        walk({ ...place, name: 'resources of both' }, one, other, changes);
        return;
      }
    }
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      walk(below(place, name, [before, after]), before[name], after[name], changes);
    }
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    walkLists(place, before, after, changes);
    return;
  }
  if (isSameScalar(place.shape, before, after)) return;
  const [absentBefore, absentAfter] = [isNothing(before), isNothing(after)];
  if (absentBefore !== absentAfter) {
    const there = absentBefore ? after : before;
    const holder = place.holders[absentBefore ? 0 : 1];
    if (saysNothing(place, there, holder)) return;
    // What is left out has its default.
    const implied = impliedValue(place, holder);
    if (implied !== undefined && !isMapping(there) && !Array.isArray(there)) {
      changes.push(change(place, absentBefore ? implied : before, absentAfter ? implied : after));
      return;
    }
    // The fields of a mapping that came or went are told one by one where it has defaults of its own.
    if (isMapping(there) && Object.keys(there).length > 0 && TOLD_BY_FIELD.has(place.name)) {
      walk(place, absentBefore ? {} : before, absentAfter ? {} : after, changes);
      return;
    }
  } else if (absentBefore) return;
  changes.push(change(place, before, after));
}

/** Where a container asks for nothing, its limit is what it asks for: written out where the other side names it. */
function withRequests(own: Mapping, other: Mapping): Mapping {
  const [requests, limits] = [mappingAt(own, 'requests'), mappingAt(own, 'limits')];
  const missing = Object.keys(mappingAt(other, 'requests')).filter(
    (name) => isNothing(requests[name]) && !isNothing(limits[name]),
  );
  if (missing.length === 0) return own;
  return {
    ...own,
    requests: { ...requests, ...Object.fromEntries(missing.map((name) => [name, limits[name]])) },
  };
}

function change({ path, shape }: Place, before: unknown, after: unknown): FieldChange {
  return { path, shape, before: before ?? undefined, after: after ?? undefined };
}

function below(place: Place, name: string, holders: Place['holders']): Place {
  const isPlain = /^[\w$-]+$/.test(name);
  const step = isPlain ? `.${name}` : `[${JSON.stringify(name)}]`;
  return {
    item: place.item,
    path: place.path === '' && isPlain ? name : `${place.path}${step}`,
    shape: place.shape === '' ? name : `${place.shape}.${name}`,
    name,
    holders,
  };
}

/** The value of a field that is left out: its default, or what follows from its neighbours. */
function impliedValue({ item, shape, name }: Place, holder: unknown): unknown {
  if (item.source === 'values') return undefined;
  return impliedBy(item, shape, name, holder) ?? defaultOf(item, shape);
}

/** Whether a value is what would hold without it. */
function saysNothing(place: Place, value: unknown, holder: unknown): boolean {
  const { item, name, shape } = place;
  if (item.source === 'values') return false;
  const implied = impliedValue(place, holder);
  if (implied !== undefined) {
    if (typeof implied !== 'object' && isSameScalar(shape, implied, value)) return true;
    if (canonicalText(implied) === canonicalText(value)) return true;
  }
  if (Array.isArray(value)) return value.length === 0;
  if (!isMapping(value)) return false;
  const fields = Object.entries(value);
  if (fields.length === 0) return EMPTY_SAYS_NOTHING.has(name);
  return (
    !CHOICES.has(name) &&
    !name.endsWith('[]') &&
    fields.every(
      ([field, each]) => isNothing(each) || saysNothing(below(place, field, place.holders), each, {}),
    )
  );
}

function walkLists(
  place: Place,
  before: readonly unknown[],
  after: readonly unknown[],
  changes: FieldChange[],
): void {
  const form = formOf(place.name, [...before, ...after]);
  if (form.type === 'keyed') {
    const keyOf = (item: unknown) => keyText(place, item, form.keys);
    const [old, now] = [byKey(before, keyOf), byKey(after, keyOf)];
    for (const key of new Set([...old.keys(), ...now.keys()])) {
      walk(itemPlace(place, `[${key}]`, [before, after]), old.get(key), now.get(key), changes);
    }
    if ((form.ordered || isOrdered(place, after)) && !isSameOrder([...old.keys()], [...now.keys()])) {
      changes.push(change(place, [...old.keys()], [...now.keys()]));
    }
    return;
  }
  const [gone, come] = form.type === 'set' ? withoutEqual(place, before, after) : [before, after];
  if (gone.length === 0 && come.length === 0) return;
  const all = [...before, ...after];
  if (!all.every(isMapping)) {
    if (form.type === 'ordered' && isSameList(place, before, after)) return;
    changes.push(change(place, before, after));
    return;
  }
  if (form.type === 'ordered') {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      walk(itemPlace(place, `[${index}]`, [before, after]), before[index], after[index], changes);
    }
    return;
  }
  // As many gone as come: each is another form of the one in its place.
  for (let index = 0; index < Math.max(gone.length, come.length); index++) {
    const there = come[index] ?? gone[index];
    const number = come[index] === undefined ? before.indexOf(there) : after.indexOf(there);
    walk(itemPlace(place, `[${number}]`, [before, after]), gone[index], come[index], changes);
  }
}

function itemPlace(place: Place, step: string, holders: Place['holders']): Place {
  return {
    ...place,
    path: `${place.path}${step}`,
    shape: `${place.shape}[]`,
    name: `${place.name}[]`,
    holders,
  };
}

/** The order of variables counts where one is made of another. */
function isOrdered({ name }: Place, items: readonly unknown[]): boolean {
  return (
    name === 'env' &&
    items.some((item) => isMapping(item) && /\$\([A-Za-z_][\w.-]*\)/.test(String(item.value ?? '')))
  );
}

function isSameOrder(before: readonly string[], after: readonly string[]): boolean {
  const [kept, left] = [
    before.filter((key) => after.includes(key)),
    after.filter((key) => before.includes(key)),
  ];
  return kept.every((key, index) => key === left[index]);
}

function keyText(place: Place, item: unknown, keys: readonly string[]): string {
  if (!isMapping(item)) return '';
  const parts = keys.flatMap((key) => {
    const value = item[key] ?? (key === 'protocol' ? 'TCP' : undefined);
    return value === undefined
      ? []
      : [[key, typeof value === 'object' ? canonicalText(value) : String(value)] as const];
  });
  const said = parts.filter(([key, value]) => !(key === 'protocol' && value === 'TCP') && key !== 'labels');
  const labels = parts.find(([key]) => key === 'labels');
  const text = said.map(([key, value]) => `${key}=${value}`).join(',');
  // Two alerts of one name differ by their labels.
  return place.name === 'rules' && labels !== undefined && !said.some(([key]) => key === 'alert')
    ? `${text},${labels[1]}`
    : text;
}

/** Items by their key; another one of the same key gets a number. */
function byKey(items: readonly unknown[], keyOf: (item: unknown) => string): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const item of items) {
    let [key, number] = [keyOf(item), 2];
    while (found.has(key)) key = `${keyOf(item)},${number++}`;
    found.set(key, item);
  }
  return found;
}

/** What of two lists is not in the other one, in whatever order. */
function withoutEqual(
  place: Place,
  before: readonly unknown[],
  after: readonly unknown[],
): readonly [readonly unknown[], readonly unknown[]] {
  const left = [...after];
  const gone = before.filter((item) => {
    const found = left.findIndex((other) => isSame(place, item, other));
    if (found === -1) return true;
    left.splice(found, 1);
    return false;
  });
  return [gone, left];
}

function isSameList(place: Place, before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every((item, index) => isSame(place, item, after[index]));
}

function isSame(place: Place, one: unknown, other: unknown): boolean {
  if (canonicalText(one) === canonicalText(other)) return true;
  const changes: FieldChange[] = [];
  walk(itemPlace(place, '[]', [[one], [other]]), one, other, changes);
  return changes.length === 0;
}
