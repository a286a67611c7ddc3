import type { FieldChange } from '../change.ts';
import { some } from '../risks/rule.ts';

/** As Helm charts and ours name what replaces pods when their configuration changes: that it is another one is all that it says. */
const CHECKSUM = /\.annotations\["checksum\/[^"]+"\]$/;

const [OLD, NEW] = ['<checksum>', '<another checksum>'];

/** A field without what differs between clusters and tells nobody anything. */
export function withoutChecksum(field: FieldChange): FieldChange {
  const { path, before, after } = field;
  if (!CHECKSUM.test(path) || typeof before !== 'string' || typeof after !== 'string') return field;
  return { ...field, before: OLD, after: NEW };
}

/** Of a list of texts or numbers that has some more or some less, only those: the others are hundreds of characters, and differ between clusters. */
export function onlyItems(field: FieldChange): FieldChange {
  const { path, before, after } = field;
  if (!isPlainList(before) || !isPlainList(after)) return field;
  const [gone, come] = [besides(before, after), besides(after, before)];
  const [kept, stays] = [besides(before, gone), besides(after, come)];
  // Where the others have another order, that is the change.
  if (kept.length === 0 || kept.some((item, at) => item !== stays[at])) return field;
  return { ...field, path: `${path}[]`, before: orNothing(gone), after: orNothing(come) };
}

function isPlainList(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number');
}

/** What a list has that another one has not, or not as often. */
function besides<Item>(list: readonly Item[], other: readonly Item[]): readonly Item[] {
  const counts = new Map<Item, number>();
  for (const item of other) counts.set(item, (counts.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const left = counts.get(item) ?? 0;
    counts.set(item, left - 1);
    return left <= 0;
  });
}

function orNothing<Item>(items: readonly Item[]): unknown {
  return items.length === 0 ? undefined : items.length === 1 ? items[0] : items;
}

/** A sentence without its numbers: where nothing else differs, it is the same one on clusters of different sizes. */
export function withoutNumbers(text: string): string {
  return text.replaceAll(/\d+(?:\.\d+)?/g, '#');
}

/**
 * A sentence that several clusters have with other numbers, as one: `2 to 30 (dev), 5 to 150 (2 clusters) pods restart`.
 *
 * @param said what each cluster says, equal but for numbers
 */
export function combined(said: readonly { readonly cluster: string; readonly text: string }[]): string {
  const clusters = new Map<string, string[]>();
  for (const { cluster, text } of said) {
    const own = clusters.get(text);
    if (own === undefined) clusters.set(text, [cluster]);
    else own.push(cluster);
  }
  const words = [...clusters.keys()].map((text) => text.split(' '));
  const [first = []] = words;
  if (words.length < 2) return first.join(' ');
  const differs = first.map((_, at) => words.some((other) => other[at] !== first[at]));
  const [start, to] = [differs.indexOf(true), differs.lastIndexOf(true) + 1];
  // A number is told with what it goes from: 2 to 4.
  const from = /^(?:to|→)$/.test(first[start - 1] ?? '') ? start - 2 : start;
  // What opens a bracket or the like before the number belongs to the sentence.
  const [mark = ''] = /^[^\w+-]*/.exec(first[from] ?? '') ?? [];
  const variants = Array.from(clusters, ([text, own]) => {
    const words = text.split(' ').slice(from, to).join(' ').slice(mark.length);
    return `${words} (${own.length === 1 ? own.join() : `${own.length} clusters`})`;
  });
  return [...first.slice(0, from), `${mark}${some(variants, 8)}`, ...first.slice(to)].join(' ');
}
