import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { atRest, loadFleet } from '../../../clusters/index.ts';
import { fleetUnits } from '../../../scripts/synth/units.ts';
import { at } from '../../manifest-reader.ts';
import { renderedFleet } from '../../rendered-fleet.ts';
import { commandsOf } from '../commands/documents.ts';
import { drillsOf } from './drill.ts';
import { standbysOf } from './standbys.ts';

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

const page = read('docs/failover.md');
const rest = atRest(loadFleet());
const fleet = renderedFleet(rest, fleetUnits(rest));

const takeovers = rest.clusters.flatMap((cluster) =>
  cluster.takesOver.map((takeover) => ({ to: cluster.name, home: takeover.cluster, hosts: takeover.hosts })),
);

/** Sides of which only one may write: the drill promotes a database. */
const exclusive = drillsOf(page)
  .filter(({ text }) => text.includes('promote-read-replica'))
  .flatMap(({ text, promisedTo }) =>
    takeovers
      .filter(({ home, to }) => text.includes(home) && text.includes(to))
      .flatMap(({ home, to }) => promisedTo.map((product) => ({ product, home, to, text }))),
  );

describe('the lost side comes back and writes beside the new one (S4-49, S4-50)', () => {
  test('there is a drill where a cluster stands by for another without being linked with it', () => {
    expect(exclusive.length > 0).toBe(standbysOf(rest).length > 0);
  });

  test.each(exclusive)(
    '$product: no number that the drill sets is one of Git, so nothing heals it away',
    ({ product, home }) => {
      const scaled = fleet
        .rendered()
        .filter(
          ({ cluster, unit, kind }) =>
            cluster === home && unit.project === product && kind === 'HorizontalPodAutoscaler',
        );
      for (const { json, namespace } of scaled) {
        const name = at(json, 'spec.scaleTargetRef.name');
        const deployment = fleet
          .rendered()
          .find(
            (object) =>
              object.kind === 'Deployment' &&
              object.cluster === home &&
              object.namespace === namespace &&
              object.name === name,
          );
        expect(deployment?.json.spec.replicas, String(name)).toBeUndefined();
      }
    },
  );

  test.each(exclusive)(
    '$product: a worker whose number is one of Git finds the old database closed',
    ({ text }) => {
      const promoted = text.slice(text.indexOf('aws rds promote-read-replica'));
      const waited = promoted.indexOf('aws rds wait');
      expect(waited).toBeGreaterThan(0);
      expect(promoted.indexOf('aws rds stop-db-instance')).toBeGreaterThan(waited);
    },
  );
});

describe('the side that serves within minutes cannot be reached by its Argo CD', () => {
  test.each(exclusive)('$product: $to is its own hub', ({ to }) => {
    expect(rest.clusters.find(({ name }) => name === to)?.hub).toBe(to);
  });

  test('a page that says who is its own hub is right', () => {
    const [, named = ''] =
      /A cluster on which a database has to be promoted \(([^)]+)\)\s+is its own hub/.exec(
        read('docs/architecture.md'),
      ) ?? [];
    for (const { to } of exclusive) expect(named.split(', ')).toContain(to);
    for (const { name, hub } of rest.clusters)
      if (named.split(', ').includes(name)) expect(hub, name).toBe(name);
  });
});

describe('the other side is asked to carry what the lost one did', () => {
  test.each(takeovers)('$to may run as many pods of each service as $home', ({ to, home, hosts }) => {
    for (const name of servicesAt(home, hosts)) {
      expect(mostOf(to, name), name).toBeGreaterThanOrEqual(mostOf(home, name));
    }
  });

  test.each(takeovers)('$to has node pools for them as large as those of $home', ({ to, home }) => {
    const [there, here] = [poolsOf(to), poolsOf(home)];
    for (const [pool, cores] of here) expect(there.get(pool) ?? 0, pool).toBeGreaterThanOrEqual(cores);
  });
});

describe('somebody is on call, and AWS says that he may not', () => {
  const rows = [...read('docs/terraform.md').matchAll(/^\| `fleet-[a-z]+` +\| (.+?) +\|$/gm)];
  const granted = rows.flatMap(([, actions = '']) =>
    [...actions.matchAll(/`(\w+):(\w+)`/g)].map(([, service, action]) =>
      `${service} ${action}`.toLowerCase(),
    ),
  );
  const asked = [
    ...commandsOf(page),
    ...commandsOf(read('docs/operations.md')).filter(
      ({ section }) => section === 'Fail over between regions',
    ),
  ]
    .filter(({ words: [program] }) => program === 'aws')
    .map(({ words: [, service = '', operation = '', waited = ''] }) =>
      operation === 'wait' ? [service, WAITS_BY[waited] ?? waited] : [service, operation.replaceAll('-', '')],
    )
    .map((words) => words.join(' ').toLowerCase());

  test.each([...new Set(asked)])('a drill runs %s, and a role of the page on Terraform has it', (action) => {
    expect(granted).toContain(action);
  });

  test('there are some', () => expect(asked.length).toBeGreaterThan(0));
});

/** What the CLI asks for again and again while it waits. */
const WAITS_BY: Readonly<Record<string, string>> = {
  'db-instance-available': 'DescribeDBInstances',
  'resource-record-sets-changed': 'GetChange',
};

function servicesAt(cluster: string, hosts: readonly string[]): readonly string[] {
  return fleet
    .unitsOn(cluster)
    .flatMap(({ workloads = [] }) =>
      workloads.flatMap(({ declaration }) =>
        declaration.kind === 'service' && hosts.includes(declaration.exposes?.host ?? '')
          ? [declaration.name]
          : [],
      ),
    );
}

/** The most pods of a workload, by its autoscaler or its own number. */
function mostOf(cluster: string, workload: string): number {
  const objects = fleet
    .rendered()
    .filter((object) => object.cluster === cluster && object.unit.name === workload);
  const numbers = objects.flatMap(({ json }) =>
    ['spec.maxReplicaCount', 'spec.maxReplicas', 'spec.replicas'].map((path) => at(json, path)),
  );
  return Math.max(0, ...numbers.filter((number) => typeof number === 'number'));
}

/** Cores that each pool of nodes may have. */
function poolsOf(cluster: string): ReadonlyMap<string, number> {
  const pools = new Map<string, number>();
  for (const group of Object.values(fleet.clusterOf(cluster).terraform.nodeGroups)) {
    const pool = group.labels['workload-type'] ?? '';
    const cores =
      Number.parseInt(group.allocatable.cpu, 10) / (group.allocatable.cpu.endsWith('m') ? 1000 : 1);
    pools.set(pool, (pools.get(pool) ?? 0) + cores * group.maxSize);
  }
  return pools;
}
