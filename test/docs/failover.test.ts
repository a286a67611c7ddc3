import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Cluster, loadFleet } from '../../clusters/index.ts';
import { at, type Json, listAt, textAt } from '../manifest-reader.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const operations = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
const drills = readFileSync(join(ROOT, 'docs/failover.md'), 'utf8');
const { clusters } = loadFleet();

/** A row of the table in "Fail over between regions". */
interface Move {
  readonly name: string;
  readonly home: string;
  readonly to: string;
}

const written: readonly Move[] = [
  ...operations.matchAll(/^\| `([a-z0-9.-]+\.[a-z]+)` +\| ([a-z0-9-]+) +\| ([a-z0-9-]+) +\|$/gm),
].map(([, name = '', home = '', to = '']) => ({ name, home, to }));

/** What the contract lets move. */
const contracted: readonly Move[] = clusters.flatMap(({ name: to, takesOver }) =>
  takesOver.flatMap(({ cluster: home, domain, hosts }) =>
    hosts.map((host) => ({ name: `${host}.${domain}`, home, to })),
  ),
);

describe('a region is lost, DNS moves a name, and nobody answers there (S0-89, S0-90, S4-49)', () => {
  test('the runbook moves what the contract lets a cluster take over, and nothing else', () => {
    const sorted = (moves: readonly Move[]) => moves.map((move) => JSON.stringify(move)).sort();
    expect(sorted(written)).toEqual(sorted(contracted));
  });

  test.each(contracted)('$name is answered on $to as it is at home', ({ name, home, to }) => {
    const [there, here] = [servedBy(to), servedBy(home)];
    expect(there.get(name)).toBeDefined();
    expect(there.get(name)).toEqual(here.get(name));
  });

  test.each(contracted)('$to shows a certificate for $name', ({ home, to }) => {
    const { terraform } = clusterOf(to);
    const arn = terraform.takeoverCertificateArns[home];
    expect(arn).toMatch(new RegExp(`^arn:aws:acm:${terraform.region}:`));
    const ingresses = objects(to, /\/ingress-[^/]*\.yaml$/).filter((ingress) =>
      hostsOf(ingress).some((host) => host.endsWith(`.${clusterOf(home).domain}`)),
    );
    expect(ingresses.length).toBeGreaterThan(0);
    for (const ingress of ingresses) {
      expect(
        textAt(ingress, 'metadata.annotations["alb.ingress.kubernetes.io/certificate-arn"]').split(','),
      ).toContain(arn);
    }
  });

  test('no other name below the domain of a cluster is spoken of that nobody there serves, a wildcard least of all', () => {
    const names = clusters.flatMap(({ name: cluster, domain }) =>
      [
        ...`${operations}\n${drills}`.matchAll(
          new RegExp(`(?<![\\w.-])(?:\\*|[a-z0-9-]+)\\.${domain.replaceAll('.', '\\.')}(?![\\w.-])`, 'g'),
        ),
      ]
        .map(([found]) => ({ cluster, found }))
        // The domain of another cluster may stand below this one.
        .filter(({ found }) => !clusters.some((other) => other.domain === found)),
    );
    expect(names.filter(({ cluster, found }) => !servedBy(cluster).has(found))).toEqual([]);
  });
});

function clusterOf(wanted: string): Cluster {
  const cluster = clusters.find(({ name }) => name === wanted);
  if (cluster === undefined) throw new Error(`There is no cluster ${wanted}.`);
  return cluster;
}

const served = new Map<string, ReadonlyMap<string, unknown>>();

/**
 * Names that a cluster answers in every layer, load balancer, gateway's policy and routes, each with the routes' ends.
 * Outside the mesh the load balancer leads to the pods itself.
 */
function servedBy(cluster: string): ReadonlyMap<string, unknown> {
  const known = served.get(cluster);
  if (known !== undefined) return known;
  const balanced = objects(cluster, /\/ingress-[^/]*\.yaml$/).flatMap(hostsOf);
  const mesh = clusterOf(cluster).mesh !== undefined;
  const routes = objects(cluster, /\/virtualservice-[^/]*\.yaml$/);
  const passed = objects(cluster, /\/authorizationpolicy-allow-exposed-hosts\.yaml$/).flatMap((policy) =>
    listAt(policy, 'spec.rules').flatMap((rule) => at(rule, 'to[0].operation.hosts')),
  );
  const names = new Map(
    balanced.flatMap((name): [string, unknown][] => {
      if (!mesh) return [[name, 'load balancer']];
      const route = routes.find((one) => {
        const hosts = at(one, 'spec.hosts');
        return Array.isArray(hosts) && hosts.includes(name) && at(one, 'spec.gateways') !== undefined;
      });
      if (route === undefined || !passed.includes(name)) return [];
      // A canary on one side is one more route to the same place.
      const ends = listAt(route, 'spec.http').map((each) => at(each, 'route[0].destination.host'));
      return [[name, [...new Set(ends)]]];
    }),
  );
  served.set(cluster, names);
  return names;
}

function hostsOf(ingress: Json): readonly string[] {
  return listAt(ingress, 'spec.rules').map((rule) => textAt(rule, 'host'));
}

function objects(cluster: string, files: RegExp): readonly Json[] {
  const folder = join(ROOT, 'dist', cluster);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => files.test(file))
    .map((file) => parse(readFileSync(join(folder, file), 'utf8')));
}
