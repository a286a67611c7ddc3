import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadFleet } from '../../../../clusters/index.ts';
import { SERVER_RELEASE } from '../../../../platform/components/temporal/service.ts';

test('a bump of the chart leaves no administration tools of an older server behind', () => {
  for (const { name } of loadFleet().clusters) {
    const file = `dist/charts/${name}/temporal.json`;
    if (!existsSync(file)) continue;
    const servers = [...readFileSync(file, 'utf8').matchAll(/temporalio\/server:([^"]+)"/g)];
    expect([name, ...new Set(servers.map(([, release]) => release))]).toEqual([name, SERVER_RELEASE]);
  }
});
