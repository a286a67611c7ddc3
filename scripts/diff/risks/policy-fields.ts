import type { Change, Judgement } from '../change.ts';
import { canonicalText } from '../compare/value.ts';
import { actionOf, inWords } from './policy-actions.ts';
import { type Lists, type PolicyRule, policyRules } from './policy-contents.ts';
import { isEdit, judge, some } from './rule.ts';

/** What each rule of a policy has lost and gained, whether or not a path opens by it: who reviews it need not hold two lists side by side. */
export function ofFields(change: Change): readonly Judgement[] {
  if (!isEdit(change) || change.after.source === 'values') return [];
  // Another action says it with what becomes of each.
  if (actionOf(change.before) !== actionOf(change.after)) return [];
  const [old, now] = [policyRules(change.before), policyRules(change.after)];
  const { pairs, gone, come } = paired(old, now, sectionsIn);
  const told = [
    ...pairs.flatMap(([one, other]) => {
      const texts = ofRule(one, other);
      const of = old.length + now.length > 2 ? `${nameOf(old, one)} ` : 'its rule ';
      return texts.length === 0 ? [] : [`${of}${texts.join(' and ')}`];
    }),
    ...gone.map((rule) => `the rule for ${wordsOfRule(rule)} is gone`),
    ...come.map((rule) => `the rule for ${wordsOfRule(rule)} is new`),
  ];
  return told.length === 0 ? [] : [judge('routine', some(told, 3))];
}

function nameOf(rules: readonly PolicyRule[], rule: PolicyRule): string {
  const { direction } = rule;
  const own = rules.filter((each) => each.direction === direction);
  return `${direction === undefined ? '' : `${direction} `}rule ${own.indexOf(rule) + 1}`;
}

function ofRule(one: PolicyRule, other: PolicyRule): readonly string[] {
  const names = [...new Set([...Object.keys(one.sections), ...Object.keys(other.sections)])];
  return names.flatMap((name) => ofSection(one.sections[name] ?? [], other.sections[name] ?? []));
}

/** A list of peers, operations or ports, of which one has to fit; a list that is empty asks for nothing. */
function ofSection(old: readonly Lists[], now: readonly Lists[]): readonly string[] {
  if (now.length === 0) return old.length === 0 ? [] : [`no longer asks for ${wordsOf(old)}`];
  if (old.length === 0) return [`asks for ${wordsOf(now)} from now on`];
  const { pairs, gone, come } = paired(old, now, (lists) => lists);
  return [
    ...pairs.flatMap(([one, other]) => ofLists(one, other)),
    ...(gone.length === 0 ? [] : [`no longer names ${wordsOf(gone)}`]),
    ...(come.length === 0 ? [] : [`names ${wordsOf(come)} too`]),
  ];
}

function ofLists(one: Lists, other: Lists): readonly string[] {
  const fields = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return fields.flatMap((field) => {
    const [old, now] = [one[field], other[field]];
    if (now === undefined)
      return old === undefined ? [] : [`no longer asks for ${wordsOf([{ [field]: old }])}`];
    if (old === undefined) return [`asks for ${wordsOf([{ [field]: now }])} from now on`];
    const [lost, more] = [without(old, now), without(now, old)];
    return [
      ...(lost.length === 0 ? [] : [`no longer names ${wordsOf([{ [field]: lost }])}`]),
      ...(more.length === 0 ? [] : [`names ${wordsOf([{ [field]: more }])} too`]),
    ];
  });
}

function wordsOfRule({ direction, sections }: PolicyRule): string {
  const parts = Object.values(sections).flatMap((section) =>
    section.length === 0 ? [] : [wordsOf(section)],
  );
  const all = parts.length === 0 ? 'everything' : parts.join(', ');
  return direction === undefined ? all : `${direction}, ${all}`;
}

function wordsOf(all: readonly Lists[]): string {
  const texts = all.map((lists) =>
    inWords(new Map(Object.entries(lists).map(([field, values]) => [field, some(values)]))),
  );
  return some(texts, 3).replace(/, (?=[^,]*$)/, all.length > 1 ? ' or ' : ', ');
}

function without(values: readonly string[], others: readonly string[]): readonly string[] {
  return values.filter((value) => !others.includes(value));
}

/** What of two lists is not the same, each with what it is most like. */
function paired<Item>(
  old: readonly Item[],
  now: readonly Item[],
  partsOf: (item: Item) => Readonly<Record<string, unknown>>,
) {
  const texts = (items: readonly Item[]) => new Set(items.map((item) => canonicalText(partsOf(item))));
  const [known, next] = [texts(old), texts(now)];
  const left = old.filter((item) => !next.has(canonicalText(partsOf(item))));
  const come = now.filter((item) => !known.has(canonicalText(partsOf(item))));
  const pairs: (readonly [Item, Item])[] = [];
  const gone: Item[] = [];
  for (const item of left) {
    const best = come
      .map((other) => ({ other, same: inCommon(partsOf(item), partsOf(other)) }))
      .sort((one, other) => other.same - one.same)[0];
    if (best === undefined || (best.same === 0 && left.length + come.length > 2)) gone.push(item);
    else {
      come.splice(come.indexOf(best.other), 1);
      pairs.push([item, best.other]);
    }
  }
  return { pairs, gone, come };
}

function inCommon(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): number {
  return Object.entries(one).filter(
    ([key, value]) => other[key] !== undefined && canonicalText(value) === canonicalText(other[key]),
  ).length;
}

function sectionsIn({ direction, sections }: PolicyRule): Readonly<Record<string, unknown>> {
  const filled = Object.entries(sections).filter(([, section]) => section.length > 0);
  return Object.fromEntries(filled.map(([name, section]) => [`${direction} ${name}`, section]));
}
