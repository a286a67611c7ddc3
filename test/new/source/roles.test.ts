import { expect, test } from 'vitest';
import { expectedRole, roleAdded } from '../../../scripts/new/source/roles.ts';

const arn = (role: string) => `arn:aws:iam::111122223333:role/${role}`;

test('a role is expected under the name that most of the others have', () => {
  expect(expectedRole({ a: arn('east-a'), b: arn('east-b'), c: arn('other') }, 'm')).toBe(arn('east-m'));
  expect(expectedRole({ a: arn('x'), b: arn('y') }, 'm')).toBeUndefined();
  expect(expectedRole({ a: arn('east-a'), b: arn('west-b') }, 'm')).toBeUndefined();
  expect(expectedRole({}, 'm')).toBeUndefined();
});

const outputs = (roles: Readonly<Record<string, string>>, indent: number | string) =>
  `${JSON.stringify({ account_id: { value: '1' }, irsa_role_arns: { sensitive: false, value: roles }, z: 1 }, null, indent)}\n`;

test.each([2, 4, '\t', 0])('comes among the others by its name, with %o before each line', (indent) => {
  for (const roles of [{}, { a: arn('a') }, { z: arn('z') }, { a: arn('a'), z: arn('z') }]) {
    const before = outputs(roles, indent);
    const after = roleAdded(before, 'm', arn('m')) ?? '';
    expect(JSON.parse(after)).toEqual(JSON.parse(outputs({ ...roles, m: arn('m') }, indent)));
    expect(Object.keys(JSON.parse(after).irsa_role_arns.value)).toEqual([...Object.keys(roles), 'm'].sort());
    if (Object.keys(roles).length > 0 && indent !== 0)
      expect(after).toBe(
        outputs(Object.fromEntries(Object.entries({ ...roles, m: arn('m') }).sort()), indent),
      );
  }
});

test('is not put anywhere else where there is no such output', () => {
  expect(roleAdded('{}', 'm', arn('m'))).toBeUndefined();
  expect(roleAdded('{ "irsa_role_arns": [] }', 'm', arn('m'))).toBeUndefined();
});
