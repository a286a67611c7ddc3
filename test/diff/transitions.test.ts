import { describe, expect, it } from 'vitest';
import { evaluate } from '../../scripts/diff/risks/transition-rule.ts';
import { told } from './changed.ts';

describe('a rule about what was', () => {
  it.each([
    ['self == oldSelf', 1, 2, false],
    ['self == oldSelf', { a: 1 }, { a: 1 }, true],
    ['self.a == oldSelf.a', { a: 1, b: 2 }, { a: 1 }, true],
    ['self >= oldSelf', 3, 2, true],
    ['self >= oldSelf', 1, 2, false],
    ['!has(oldSelf.a) || has(self.a)', {}, { a: 1 }, false],
    ['!has(oldSelf.a) || (has(self.a) && self.a == oldSelf.a)', { a: 1 }, {}, true],
    ["oldSelf == '' || self == oldSelf", 'x', '', true],
    ['size(self) >= size(oldSelf)', ['a'], ['a', 'b'], false],
    ['self.all(x, x in oldSelf)', ['a'], ['b'], undefined],
  ] as const)('%s, with %j after %j: %s', (rule, self, oldSelf, holds) => {
    expect(evaluate(rule, self, oldSelf)).toBe(holds);
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
