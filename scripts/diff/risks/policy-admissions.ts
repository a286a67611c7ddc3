import type { Item } from '../change.ts';
import { listAt } from '../compare/value.ts';
import { isNetworkWithin } from './networks.ts';
import { type Lists, meshRule, networkRules, type PolicyRule } from './policy-contents.ts';

/** One peer at one port, or one request: what each of its fields has to be; nothing asked is everything admitted. */
export type Admission = ReadonlyMap<string, string>;

/** Beyond this many combinations of one rule, its lists count as one value each. */
const MOST = 400;

/** Whether whatever a narrow admission lets in passes a wide one. */
export function covers(wide: Admission, narrow: Admission): boolean {
  return [...wide].every(([field, value]) => {
    const own = narrow.get(field);
    if (own === undefined) return false;
    if (OF_NETWORKS.test(field)) return isNetworkWithin(own, value);
    if (field === 'port') return arePortsWithin(own, value);
    return field.startsWith('not') ? isWithin(value, own) : matches(value, own);
  });
}

/** Fields whose values are networks, a smaller one of which is within a larger one. */
const OF_NETWORKS = /^(?:cidr|ipBlocks|remoteIpBlocks|source\.ip|remote\.ip)$/;

const PORTS = /^(\w+)\/(\d+)-(\d+)$/;

/** `TCP/8080-8080` in `TCP/8000-9000`, and in `TCP/*`. */
function arePortsWithin(narrow: string, wide: string): boolean {
  if (matches(wide, narrow)) return true;
  const [own, other] = [PORTS.exec(narrow), PORTS.exec(wide)];
  if (own === null || other === null || own[1] !== other[1]) return false;
  return Number(own[2]) >= Number(other[2]) && Number(own[3]) <= Number(other[3]);
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

/** All that the rules of a policy name. */
export function admissionsOf(item: Item): readonly Admission[] {
  return item.kind === 'NetworkPolicy' ? ofNetwork(item.value) : ofMesh(item.value);
}

/** Whether a NetworkPolicy says anything of what goes in a direction. */
export function isHeld(value: unknown, direction: 'ingress' | 'egress'): boolean {
  const types = listAt(value, 'spec.policyTypes').map(String);
  return types.length === 0
    ? direction === 'ingress' || listAt(value, `spec.${direction}`).length > 0
    : types.some((type) => type.toLowerCase() === direction);
}

function ofNetwork(value: unknown): readonly Admission[] {
  return (['ingress', 'egress'] as const).flatMap((direction): readonly Admission[] => {
    if (!isHeld(value, direction)) return [new Map([['direction', direction]])];
    return networkRules(value, direction).flatMap((rule) => combined(rule, { direction: [direction] }));
  });
}

/** Each peer with each operation or port, and all conditions. */
function combined({ sections }: PolicyRule, more: Lists = {}): readonly Admission[] {
  const all = Object.values(sections).reduce<readonly Lists[]>(
    (known, section) => known.flatMap((lists) => orAll(section).map((each) => ({ ...lists, ...each }))),
    [more],
  );
  return all.flatMap(expanded);
}

/** A list that is left out is about everybody. */
function orAll(lists: readonly Lists[]): readonly Lists[] {
  return lists.length === 0 ? [{}] : lists;
}

function ofMesh(value: unknown): readonly Admission[] {
  return listAt(value, 'spec.rules').flatMap((rule) => combined(meshRule(rule)));
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
