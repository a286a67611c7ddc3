import { describe, expect, test } from 'vitest';
import { taskManager } from '../../../apps/task-manager/task-manager.ts';
import { openings } from '../../platform/network-openings.ts';
import { podsOf, wholeOf, workloadsOf } from '../declared.ts';
import { productionOf } from '../fleet-at-rest.ts';

const { name: PRODUCTION, terraform } = productionOf(taskManager);
const workloads = workloadsOf(taskManager).filter(({ cluster }) => cluster === PRODUCTION);

/** The openings that lead to some networks, or come from them. */
const among = (cidrs: readonly string[], lines: readonly string[]) =>
  lines.filter((line) => cidrs.some((cidr) => line.startsWith(`${cidr} `)));

describe('S2-99: who calls a database or a cache reaches it, and nobody else does', () => {
  test.each(workloads)('$name', (placed) => {
    const { databases, caches, dataSubnetCidrs } = terraform;
    const ports = (placed.declaration.calls ?? []).flatMap(({ to, name }) => {
      if (to === 'database') return [databases[name]?.port];
      return to === 'cache' ? [caches[name]?.port] : [];
    });
    const wanted = ports.flatMap((port) => dataSubnetCidrs.map((cidr) => `${cidr} TCP ${port}`));
    expect(among(dataSubnetCidrs, openings(wholeOf(placed), 'egress', podsOf(placed)))).toEqual(
      wanted.sort(),
    );
  });
});

describe('S1-24: requests come from the subnets of the load balancer to what is exposed, and to nothing else', () => {
  test.each(workloads)('$name', (placed) => {
    const { declaration } = placed;
    const { publicSubnetCidrs } = terraform;
    const exposed = declaration.kind === 'service' && declaration.exposes !== undefined;
    expect(among(publicSubnetCidrs, openings(wholeOf(placed), 'ingress', podsOf(placed)))).toEqual(
      exposed ? publicSubnetCidrs.map((cidr) => `${cidr} TCP ${declaration.port}`).sort() : [],
    );
  });
});
