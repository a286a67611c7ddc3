import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exemptionsOf } from '../../platform/components/gatekeeper/exemptions.ts';
import { policies } from '../../platform/components/gatekeeper/policies/index.ts';
import { liveFleet } from '../live-fleet.ts';

const document = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8');

/** The rows of the table below a heading, cell by cell, without the spaces that line them up. */
function table(heading: string): string[][] {
  const section = document.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

it('a reader is told every policy as it is in force', () => {
  expect(table('What is refused').map((row) => row.slice(0, 3))).toEqual(
    policies.map(({ kind, prevents, constraints }) => [
      `\`${kind}\``,
      prevents,
      [...new Set(constraints.map(({ charts }) => charts))].join(', '),
    ]),
  );
});

it('a reader is told every exemption, with its reason', () => {
  expect(table('Who is exempt')).toEqual(
    exemptionsOf(liveFleet.units).map(({ namespace, workload, policies: kinds, reason, owner }) => [
      `\`${workload === undefined ? namespace : `${namespace}/${workload}`}\``,
      kinds.map((kind) => `\`${kind}\``).join(', '),
      reason,
      owner,
    ]),
  );
});
