import { byDefault } from '../../cluster-model/defaults/defaults.ts';
import type { Item } from '../change.ts';
import { at, isMapping, listAt, mappingAt, textAt } from '../compare/value.ts';
import { isNetworkWithin } from './networks.ts';

/** One peer at one port, or one request: what each of its fields has to be; nothing asked is everything admitted. */
export type Admission = ReadonlyMap<string, string>;

/** Beyond this many combinations of one rule, its lists count as one value each. */
const MOST = 400;

/** Whether whatever a narrow admission lets in passes a wide one. */
export function covers(wide: Admission, narrow: Admission): boolean {
  return [...wide].every(([field, value]) => {
    const own = narrow.get(field);
    if (own === undefined) return false;
    if (field === 'cidr') return isNetworkWithin(own, value);
    if (field === 'port') return arePortsWithin(own, value);
    return field.startsWith('not') ? isWithin(value, own) : matches(value, own);
  });
}

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
    const rules = listAt(value, `spec.${direction}`);
    if (!isHeld(value, direction)) return [new Map([['direction', direction]])];
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
  const {
    protocol = byDefault('networking.k8s.io/NetworkPolicy', 'spec.ingress[].ports[].protocol'),
    port: number,
    endPort,
  } = port;
  return number === undefined
    ? `${String(protocol)}/*`
    : `${String(protocol)}/${String(number)}-${String(endPort ?? number)}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
