import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenTransitions } from '../../scripts/check/cel/rules.ts';
import { SchemaNode } from '../../scripts/check/schema/node.ts';
import { told } from './changed.ts';

describe('a rule about what was', () => {
  const node = (schema: object) => SchemaNode.of(schema, {});
  const broken = (rule: string, self: unknown, oldSelf: unknown, more: object = {}) => {
    const text = { type: 'string' };
    const type = Array.isArray(self) ? 'array' : typeof self === 'number' ? 'integer' : typeof self;
    const shape = {
      type,
      items: text,
      ...(type === 'object' && { properties: { a: { type: 'integer' }, b: text } }),
    };
    const schema = { ...shape, 'x-kubernetes-validations': [{ rule, message: 'no', ...more }] };
    return [
      ...brokenTransitions(
        node({ type: 'object', properties: { spec: schema } }),
        { spec: oldSelf },
        { spec: self },
      ),
    ];
  };

  it.each([
    ['self == oldSelf', 1, 2, false],
    ['self == oldSelf', { a: 1 }, { a: 1 }, true],
    ['self.a == oldSelf.a', { a: 1, b: 'x' }, { a: 1 }, true],
    ['self >= oldSelf', 3, 2, true],
    ['self >= oldSelf', 1, 2, false],
    ['!has(oldSelf.a) || has(self.a)', {}, { a: 1 }, false],
    ['!has(oldSelf.a) || (has(self.a) && self.a == oldSelf.a)', { a: 1 }, {}, true],
    ["oldSelf == '' || self == oldSelf", 'x', '', true],
    ['size(self) >= size(oldSelf)', ['a'], ['a', 'b'], false],
    ['self.all(x, x in oldSelf)', ['a'], ['b'], false],
    ['self.all(x, x in oldSelf)', ['b'], ['a', 'b'], true],
    ["self.startsWith(oldSelf.split('-')[0])", 'eu-2', 'eu-1', true],
    ["self.startsWith(oldSelf.split('-')[0])", 'us-2', 'eu-1', false],
  ] as const)('%s, with %j after %j: %s', (rule, self, oldSelf, holds) => {
    expect(broken(rule, self, oldSelf).length === 0).toBe(holds);
  });

  it('may take what was as an optional, and say the sentence itself', () => {
    const rule = 'self >= oldSelf.orValue(0)';
    const more = { optionalOldSelf: true, messageExpression: "'at least ' + string(oldSelf.value())" };
    expect(broken(rule, 1, 2, more).map(({ message }) => message)).toEqual(['at least 2']);
    expect(broken(rule, 3, 2, more)).toEqual([]);
  });

  it('finds an item again by its keys, and none in a list without them', () => {
    const items = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        size: { type: 'integer', 'x-kubernetes-validations': [{ rule: 'self >= oldSelf' }] },
      },
    };
    const list = (more: object) => node({ type: 'array', items, ...more });
    const keyed = list({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });
    const [before, after] = [
      [
        { name: 'a', size: 2 },
        { name: 'b', size: 5 },
      ],
      [
        { name: 'b', size: 4 },
        { name: 'a', size: 3 },
        { name: 'c', size: 1 },
      ],
    ];
    expect([...brokenTransitions(keyed, before, after)].map(({ path }) => path)).toEqual([[0, 'size']]);
    expect([...brokenTransitions(list({}), before, after)]).toEqual([]);
  });
});

/** A place in a kind where rules about what was stand. */
interface Ruled {
  readonly title: string;
  readonly root: SchemaNode;
  readonly node: SchemaNode;
  readonly path: readonly string[];
  readonly rule: string;
}

const COMPLETE = new URL('../../imports/complete/', import.meta.url);

function* ruled(
  node: SchemaNode,
  root: SchemaNode,
  kind: string,
  path: readonly string[] = [],
): Generator<Ruled> {
  for (const { rule } of node.rules)
    if (/\boldSelf\b/.test(rule))
      yield { title: `${kind} ${path.join('.')}: ${rule}`, root, node, path, rule };
  if (path.length > 14) return;
  for (const name of Object.keys(node.properties)) {
    const inner = node.property(name);
    if (inner) yield* ruled(inner, root, kind, [...path, name]);
  }
  if (node.items) yield* ruled(node.items, root, kind, [...path, '[]']);
  if (node.additional) yield* ruled(node.additional, root, kind, [...path, '*']);
}

const all: readonly Ruled[] = readdirSync(COMPLETE).flatMap((file) => {
  const text = readFileSync(new URL(file, COMPLETE), 'utf8');
  if (!/\boldSelf\b/.test(text)) return [];
  const {
    kinds,
    definitions,
  }: { kinds: { kind: string; schema: object }[]; definitions: Record<string, unknown> } = JSON.parse(text);
  return kinds.flatMap(({ kind, schema }) => {
    const root = SchemaNode.of(schema, definitions);
    return [...ruled(root, root, kind)];
  });
});

/** A value with every field that the schema names. */
function sample(node: SchemaNode, depth = 0): unknown {
  if (node.enumerated !== undefined) return node.enumerated[0];
  if (node.type === 'integer' || node.type === 'number') return 1;
  if (node.type === 'boolean') return true;
  if (node.type === 'array') return node.items === undefined ? [] : [sample(node.items, depth + 1)];
  if (node.type !== 'object') return 'a';
  if (depth > 5) return {};
  return Object.fromEntries(
    Object.keys(node.properties).flatMap((name) => {
      const inner = node.property(name);
      return inner === undefined ? [] : [[name, sample(inner, depth + 1)]];
    }),
  );
}

/** Other values in its place: one part of it is another one, or is not there. */
function* others(value: unknown): Generator<unknown> {
  if (typeof value === 'string') yield `${value}b`;
  else if (typeof value === 'number') yield* [value + 1, value - 1];
  else if (typeof value === 'boolean') yield !value;
  else if (Array.isArray(value)) yield* [[], [...value, ...value]];
  else if (typeof value === 'object' && value !== null) {
    for (const [name, own] of Object.entries(value)) {
      const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
      yield rest;
      for (const other of others(own)) yield { ...rest, [name]: other };
    }
  }
}

const within = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>(
    (inner, step) => (step === '[]' ? [inner] : { [step === '*' ? 'key' : step]: inner }),
    value,
  );

describe('of the definitions that are imported', () => {
  it('there are some', () => {
    expect(all.length).toBeGreaterThan(0);
  });

  it.each(all.map((each) => [each.title, each] as const))('%s', (_, { root, node, path, rule }) => {
    const before = sample(node);
    const faultsOf = (after: unknown) => [
      ...brokenTransitions(root, within(path, before), within(path, after)),
    ];
    const text = node.rules.find((each) => each.rule === rule);
    const isOfRule = (message: string) =>
      text?.message === undefined
        ? message.includes(rule.replace(/\s+/g, ' '))
        : message.includes(text.message);
    expect(faultsOf(before)).toEqual([]);
    const found = [...others(before)].flatMap(faultsOf).filter(({ message }) => isOfRule(message));
    expect(found.length).toBeGreaterThan(0);
    // Beside it, anything may change.
    const beside = (value: string) => ({
      ...Object(within(path, before)),
      metadata: { labels: { team: value } },
    });
    expect([...brokenTransitions(root, beside('a'), beside('b'))]).toEqual([]);
  });
});

const definition = `{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: queues.example.com},
  spec: {group: example.com, scope: Namespaced, names: {kind: Ledger, plural: ledgers}, versions: [{name: v1, served: true, storage: true,
  schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {
    region: {type: string, x-kubernetes-validations: [{rule: self == oldSelf, message: the region stays}]},
    size: {type: integer, x-kubernetes-validations: [{rule: self >= oldSelf}]}}}}}}}]}}`;
const ledger = (spec: string) =>
  `{apiVersion: example.com/v1, kind: Ledger, metadata: {name: books, namespace: shop}, spec: ${spec}}`;

it('of a definition in the tree makes a change one that is refused', () => {
  const [change] = told(ledger('{region: eu, size: 2}'), ledger('{region: us, size: 2}'), definition);
  expect(change).toMatchObject({ risk: 'replacement', reasons: expect.stringContaining('the region stays') });
  expect(told(ledger('{region: eu, size: 2}'), ledger('{region: eu, size: 3}'), definition)[0]?.risk).toBe(
    'routine',
  );
  expect(told(ledger('{region: eu, size: 2}'), ledger('{region: eu, size: 1}'), definition)[0]?.risk).toBe(
    'replacement',
  );
});

it('of a definition that a chart brings counts where the tree has none', () => {
  const pool = (group: string) =>
    `{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: pool}, spec: {template: {spec: {requirements: [], nodeClassRef: {group: ${group}, kind: EC2NodeClass, name: n}}}}}`;
  expect(told(pool('karpenter.k8s.aws'), pool('other.example.com'))[0]).toMatchObject({
    risk: 'replacement',
    reasons: expect.stringContaining('nodeClassRef.group'),
  });
});
