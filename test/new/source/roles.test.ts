import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { expectedRole, roleExpected } from '../../../scripts/new/source/roles.ts';

const arn = (role: string) => `arn:aws:iam::111122223333:role/${role}`;

test('a role is expected under the name that most of the others have', () => {
  expect(expectedRole({ a: arn('east-a'), b: arn('east-b'), c: arn('other') }, 'm')).toBe(arn('east-m'));
  expect(expectedRole({ a: arn('x'), b: arn('y') }, 'm')).toBeUndefined();
  expect(expectedRole({ a: arn('east-a'), b: arn('west-b') }, 'm')).toBeUndefined();
  expect(expectedRole({}, 'm')).toBeUndefined();
});

test('what is expected comes by its name into a file of its own, and leaves what is there', () => {
  const first = roleExpected('', 'm', arn('m'));
  expect(parse(first)).toEqual({ m: arn('m') });
  expect(first).toMatch(/^# .*Terraform/);
  const more = ['z', 'a'].reduce((text, role) => roleExpected(text, role, arn(role)), first);
  expect(parse(more)).toEqual({ a: arn('a'), m: arn('m'), z: arn('z') });
  expect(more.split('\n')).toEqual(expect.arrayContaining(first.trimEnd().split('\n')));
});
