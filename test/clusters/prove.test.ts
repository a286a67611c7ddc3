import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { prove } from '../../scripts/contract/prove.ts';
import { Terraform } from '../../scripts/contract/terraform.ts';
import { typeConstraint } from '../../scripts/contract/type-constraint.ts';

test('without Terraform the proof says how to get it, and is no silent skip', () => {
  const file = fileURLToPath(new URL('fixture/prod-eu/terraform.json', import.meta.url));
  expect(() => prove({ 'prod-eu': file }, () => {}, new Terraform('/nowhere/terraform'))).toThrow(
    /^There is no \/nowhere\/terraform here\.[\s\S]*https:\/\/developer\.hashicorp\.com\/terraform\/install/,
  );
});

test.each([
  ['string', 'string'],
  ['dynamic', 'any'],
  [['list', 'string'], 'list(string)'],
  [['map', ['set', 'number']], 'map(set(number))'],
  [['tuple', ['string', 'bool']], 'tuple([string, bool])'],
  [
    ['object', { name: 'string', ports: ['list', 'number'] }],
    'object({name = string, ports = list(number)})',
  ],
])('the type %j is %s', (type, constraint) => {
  expect(typeConstraint(type)).toBe(constraint);
});

test.each([[17], [null], [['list']], [['queue', 'string']], [{}]])('%j is no type of Terraform', (type) => {
  expect(() => typeConstraint(type)).toThrow('expected a type as terraform output -json prints it');
});
