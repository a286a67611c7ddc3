import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { snippet } from '../../scripts/prove-changes/document.ts';
import { FleetCopy } from './fleet-fixture.ts';

const arn = (role: string, account = '222233334444') => `arn:aws:iam::${account}:role/${role}`;

function expecting(roles: Readonly<Record<string, string>>): FleetCopy {
  const copy = new FleetCopy();
  const lines = Object.entries(roles).map(([role, each]) => `${role}: ${each}\n`);
  writeFileSync(copy.path('prod-eu/expected-roles.yaml'), lines.join(''));
  return copy;
}

describe('a role that Terraform has yet to make', () => {
  test('counts like a printed one, on its cluster alone, and is told apart', () => {
    const { clusters } = expecting({ notifier: arn('prod-eu-notifier') }).load();
    for (const { name, expectedRoles, terraform } of clusters) {
      const isHere = name === 'prod-eu';
      expect(expectedRoles, name).toEqual(isHere ? ['notifier'] : []);
      expect(terraform.irsaRoleArns.notifier, name).toBe(isHere ? arn('prod-eu-notifier') : undefined);
    }
  });

  test('is expected no more once Terraform prints it, under this name or another', () => {
    const copy = expecting({ notifier: arn('prod-eu-notifier'), other: arn('other') });
    copy.outputs('prod-eu', (outputs) => {
      outputs.irsa_role_arns = {
        sensitive: false,
        type: ['map', 'string'],
        value: { notifier: arn('real'), other: arn('other') },
      };
    });
    const told = copy.problems().map(({ file, path, message }) => `${file} ${path} ${message}`);
    expect(told).toEqual([
      expect.stringContaining(
        `expected-roles.yaml notifier found a role that Terraform prints by now, and calls it ${arn('real')}`,
      ),
      expect.stringMatching(
        /expected-roles.yaml other found a role that Terraform prints by now, expected .*Take this line/,
      ),
    ]);
  });

  test.each([
    ['in another account', arn('notifier', '999988887777'), /found the account 999988887777/],
    ['that is no role', 'prod-eu-notifier', /expected an ARN/],
  ])('%s is refused', (_, role, message) => {
    const [problem] = expecting({ notifier: role }).problems();
    expect(problem).toMatchObject({ path: 'notifier', line: 1 });
    expect(problem?.message).toMatch(message);
  });
});

test('the page about it shows what is taken', () => {
  const page = readFileSync('docs/terraform.md', 'utf8');
  const { text } = snippet(page, 'A role that is yet to come', 'yaml');
  const { clusters } = expecting(parse(text)).load();
  expect(clusters.flatMap(({ expectedRoles }) => expectedRoles)).toEqual(Object.keys(parse(text)));
});
