import { join } from 'node:path';
import { pinOf } from '../../charts/find.ts';
import type { PinnedVersion } from '../../charts/pins.ts';
import { loadFleet } from '../../clusters/index.ts';
import { cachedChart } from '../charts/cache.ts';
import { collectCharts } from '../charts/collect.ts';
import { type Release, releasesIn } from '../charts/releases.ts';
import { rendererFor, renderReleases } from '../charts/render.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { differingTypes, typesHere } from '../import/charts/pinned-types.ts';
import { readSources } from '../import/sources.ts';
import { programPath } from '../programs/program.ts';
import { gatorProgram } from '../prove-gatekeeper/gator.ts';
import { IMPORTS } from '../schemas/imported-schemas.ts';
import { exceptions } from './exceptions.ts';
import { type SharedFinding, shown } from './finding.ts';
import { judge } from './judge.ts';
import { podsOf } from './pods.ts';
import { readState } from './read-state.ts';
import { gatekeeperWith, gatorAt } from './rules/gatekeeper.ts';
import { inventoriesWith } from './rules/inventories.ts';
import { valueTypesWith } from './rules/value-types.ts';
import { rules } from './rules.ts';
import { chartsProve } from './usage.ts';

const DIST = 'dist';
const say = (line: string) => process.stderr.write(`${line}\n`);

export const main = implement(chartsProve, async ({ options: { from, format }, arguments: { clusters } }) => {
  const fleet = loadFleet().clusters;
  const chosen = fleet.filter(({ name }) => clusters.length === 0 || clusters.includes(name));
  // Clusters of one mesh name ServiceAccounts of each other.
  const linked = new Set(chosen.flatMap(({ name, linkedTo }) => [name, ...linkedTo]));
  const releases = releasesIn(DIST, { clusters: [...new Set([...clusters, ...linked])] });
  await collect(releases, from);
  const renderer = await rendererFor(releases);
  const gator = await programPath(gatorProgram, say);
  say(`${releases.length} releases are rendered, twice …`);
  const first = await renderReleases(releases, renderer);
  const second = await renderReleases(releases, renderer);
  const states = chosen.map((cluster) => readState(cluster, fleet, { first, second }, DIST));
  const types = differingTypes(typesHere(readSources(join(IMPORTS, 'sources.yaml'))));
  const table = [
    ...rules,
    gatekeeperWith(gatorAt(gator)),
    inventoriesWith(first, DIST),
    valueTypesWith(types),
  ];
  const findings = await judge(states, table, { exceptions, complete: chosen.length === fleet.length });
  const sums = {
    clusters: chosen.map(({ name }) => name),
    rules: table.map(({ name }) => name),
    releases: states.reduce((sum, state) => sum + state.releases.length, 0),
    objects: states.reduce((sum, state) => sum + state.objects.length, 0),
    pods: states.reduce((sum, state) => sum + podsOf(state).length, 0),
  };
  process.stdout.write(
    format === 'json' ? `${JSON.stringify({ ...sums, findings })}\n` : told(findings, sums),
  );
  return findings.length > 0 ? 1 : 0;
});

/**
 * Brings what is not there yet into the cache.
 *
 * @throws Mistake that says how to get what is missing
 */
async function collect(releases: readonly Release[], from: string | undefined): Promise<void> {
  const wanted = releases.map(({ chart, version }) => pinOf(chart, version));
  const absent = wanted.filter((pin) => from !== undefined || cachedChart(pin) === undefined);
  const pins = new Map(
    absent.map(({ name, repository }) => [
      name,
      { name, repository, versions: absent.filter((pin) => pin.name === name).filter(isFirst) },
    ]),
  );
  const missing = (await collectCharts({ from }, pins)).filter(({ state }) => state === 'missing');
  if (missing.length === 0) return;
  const lines = missing.map(({ name, version, notes }) => `  ${name} ${version}: ${notes.join('; ')}`);
  throw new Mistake(
    `Without these charts nothing is proven:\n${lines.join('\n')}\nGive this machine access to their repositories, or take ` +
      'them from a folder that has them: npx fleet charts:prove --from DIR.',
  );
}

function isFirst({ version }: PinnedVersion, index: number, all: readonly PinnedVersion[]): boolean {
  return all.findIndex((other) => other.version === version) === index;
}

interface Sums {
  readonly clusters: readonly string[];
  readonly rules: readonly string[];
  readonly releases: number;
  readonly objects: number;
  readonly pods: number;
}

function told(
  findings: readonly SharedFinding[],
  { clusters, rules, releases, objects, pods }: Sums,
): string {
  return (
    `${findings.map((finding) => `${shown(finding)}\n`).join('')}` +
    `${clusters.length} clusters, ${releases} releases, ${objects} objects, ${pods} kinds of pods, ${rules.length} rules: ` +
    `${findings.length} findings\n`
  );
}
