import type { Change, Item, Judgement } from '../change.ts';
import { at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import { isNetworkWithin } from './networks.ts';
import { judge, some } from './rule.ts';

/** One peer at one port, or one request: what each of its fields has to be; nothing asked is everything admitted. */
type Admission = ReadonlyMap<string, string>;

/** Beyond this many combinations of one rule, its lists count as one value each. */
const MOST = 400;

/** Where a tree has none of the pods: what the rules of a policy themselves say. */
export function byRules(change: Change): readonly Judgement[] {
  const { before, after } = change;
  if (before === undefined || after === undefined) {
    return [
      before === undefined
        ? judge('outage', 'what it does not admit is refused from now on')
        : judge('security', 'it no longer shuts anybody out'),
    ];
  }
  const { opens, closes } = differences(before, after);
  return [
    ...(opens.length > 0 ? [judge('security', `it admits more than before: ${some(opens, 3)}`)] : []),
    ...(closes.length > 0 ? [judge('outage', `it refuses what it admitted before: ${some(closes, 3)}`)] : []),
  ];
}

/** A policy that changes while others decide: one guard of two that is gone is worth a word. */
export function withoutPath({ before, after }: Change): Judgement {
  const change = before === undefined || after === undefined ? undefined : differences(before, after);
  return change !== undefined && change.opens.length > 0 && change.closes.length === 0
    ? judge(
        'security',
        `it admits more than before, and only other policies still refuse that, so no path opens yet: ${some(change.opens, 3)}`,
      )
    : judge('routine', 'no path opens or closes by it');
}

/** What a change admits and refuses, in words. */
interface Differences {
  readonly opens: readonly string[];
  readonly closes: readonly string[];
}

function differences(before: Item, after: Item): Differences {
  const [old, now] = [admissionsOf(before), admissionsOf(after)];
  const only = (some: readonly Admission[], others: readonly Admission[]) =>
    some.filter((each) => !others.some((other) => covers(other, each))).map(inWords);
  // What was allowed may be denied now: nobody can hold the one against the other.
  if (isDenial(before) !== isDenial(after)) return { opens: old.map(inWords), closes: now.map(inWords) };
  const [more, less] = [only(now, old), only(old, now)];
  return isDenial(after) ? { opens: less, closes: more } : { opens: more, closes: less };
}

/** `egress, cidr 10.0.0.0/8, port TCP/443`. */
function inWords(admission: Admission): string {
  const parts = [...admission].flatMap(([field, value]) => {
    if (field === 'direction') return [value];
    if (field === 'is') return [];
    if (field === 'ofOwnNamespace') return ['of its namespace'];
    return [
      `${field} ${value.replaceAll('\0', ' and ').replace(/-(\d+)$/, (whole, end: string) => (value.endsWith(`/${end}-${end}`) ? '' : whole))}`.trim(),
    ];
  });
  return parts.length === 0 ? 'everything' : parts.join(', ');
}

function isDenial({ value }: Item): boolean {
  return textAt(value, 'spec.action') === 'DENY';
}

function covers(wide: Admission, narrow: Admission): boolean {
  return [...wide].every(([field, value]) => {
    const own = narrow.get(field);
    if (own === undefined) return false;
    if (field === 'cidr') return isNetworkWithin(own, value);
    return field.startsWith('not') ? isWithin(value, own) : matches(value, own);
  });
}

/** Whether of two lists of what is left out the first leaves out no more. */
function isWithin(some: string, others: string): boolean {
  const all = others.split('\0');
  return some.split('\0').every((each) => all.includes(each));
}

function matches(pattern: string, value: string): boolean {
  if (pattern === value || pattern === '*') return true;
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') && value.endsWith(pattern.slice(1));
}

function admissionsOf(item: Item): readonly Admission[] {
  return item.kind === 'NetworkPolicy' ? ofNetwork(item.value) : ofMesh(item.value);
}

function ofNetwork(value: unknown): readonly Admission[] {
  const types = listAt(value, 'spec.policyTypes').map(String);
  return (['ingress', 'egress'] as const).flatMap((direction): readonly Admission[] => {
    const rules = listAt(value, `spec.${direction}`);
    const isHeld =
      types.length === 0
        ? direction === 'ingress' || rules.length > 0
        : types.some((type) => type.toLowerCase() === direction);
    if (!isHeld) return [new Map([['direction', direction]])];
    return rules.flatMap((rule) => {
      const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to').map(peerOf);
      const ports = listAt(rule, 'ports').map((port): Lists => ({ port: [portText(port)] }));
      return orAll(peers).flatMap((peer) =>
        orAll(ports).flatMap((port) => expanded({ direction: [direction], ...peer, ...port })),
      );
    });
  });
}

type Lists = Readonly<Record<string, readonly string[]>>;

/** A list that is left out is about everybody. */
function orAll(lists: readonly Lists[]): readonly Lists[] {
  return lists.length === 0 ? [{}] : lists;
}

function peerOf(peer: unknown): Lists {
  const block = at(peer, 'ipBlock');
  if (isMapping(block)) {
    const except = listAt(block, 'except').map(String);
    return { is: ['address'], cidr: [String(block.cidr)], ...(except.length > 0 && { notCidr: except }) };
  }
  const namespaces = at(peer, 'namespaceSelector');
  return {
    is: ['pod'],
    ...(namespaces === undefined ? { ofOwnNamespace: [''] } : selected('namespace', namespaces)),
    ...selected('pod', at(peer, 'podSelector')),
  };
}

function selected(of: string, selector: unknown): Lists {
  const labels = Object.entries(mappingAt(selector, 'matchLabels'));
  const expressions = listAt(selector, 'matchExpressions').map((each): [string, readonly string[]] => {
    const [key, operator] = [textAt(each, 'key'), textAt(each, 'operator')];
    if (operator === 'In') return [`${of} ${key}`, listAt(each, 'values').map(String)];
    return operator === 'Exists' ? [`${of} ${key}`, ['*']] : [`${of} ${text(each)}`, ['']];
  });
  return Object.fromEntries([
    ...labels.map(([key, value]): [string, readonly string[]] => [`${of} ${key}`, [String(value)]]),
    ...expressions,
  ]);
}

function ofMesh(value: unknown): readonly Admission[] {
  return listAt(value, 'spec.rules').flatMap((rule) => {
    const sources = listAt(rule, 'from').map((each) => listsOf(at(each, 'source')));
    const operations = listAt(rule, 'to').map((each) => listsOf(at(each, 'operation')));
    const when = listAt(rule, 'when');
    const conditions = when.length === 0 ? {} : { when: [text(when)] };
    return orAll(sources).flatMap((source) =>
      orAll(operations).flatMap((operation) => expanded({ ...source, ...operation, ...conditions })),
    );
  });
}

function listsOf(value: unknown): Lists {
  if (!isMapping(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]): [string, readonly string[]] => [
      key,
      Array.isArray(each) ? each.map(text) : [text(each)],
    ]),
  );
}

/** Each combination of the values; what is left out stays one list. */
function expanded(lists: Lists): readonly Admission[] {
  const fields = Object.entries(lists).map(([field, values]): [string, readonly string[]] =>
    field.startsWith('not') ? [field, [[...values].sort().join('\0')]] : [field, values],
  );
  const count = fields.reduce((product, [, values]) => product * Math.max(1, values.length), 1);
  if (count > MOST) return [new Map(fields.map(([field, values]) => [field, [...values].sort().join('\0')]))];
  return fields.reduce<readonly Admission[]>(
    (all, [field, values]) =>
      all.flatMap((each) => values.map((value) => new Map([...each, [field, value]]))),
    [new Map()],
  );
}

function portText(port: unknown): string {
  if (!isMapping(port)) return text(port);
  const { protocol = 'TCP', port: number, endPort } = port;
  return number === undefined
    ? `${String(protocol)}/*`
    : `${String(protocol)}/${String(number)}-${String(endPort ?? number)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
