import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { Mistake } from '../command-line/mistake.ts';
import { clusterNames } from '../promote/find.ts';
import { git } from '../promote/git.ts';
import { fleetUnits } from '../synth/units.ts';
import { repositoryName, successesOf } from './github.ts';
import { awaitedBy, missingOfAny } from './staged.ts';
import { promoteStaged } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAUSE_MILLISECONDS = 30_000;

export const main = implement(promoteStaged, async ({ options, arguments: { image, clusters: given } }) => {
  const { digest, wait } = options;
  const clusters = clusterNames(given);
  if (digest === undefined || clusters.length === 0) {
    throw new Mistake('Name the build with --digest, and at least one cluster after the image.');
  }
  const fleet = loadFleet();
  const units = fleetUnits(fleet);
  const { url, revision } = fleet.repository;
  const repository = repositoryName(url);
  const surroundings = {
    root: ROOT,
    main: `origin/${revision}`,
    units,
    statuses: (commit: string) => successesOf(repository, commit),
  };
  const awaited = awaitedBy(image, clusters, { clusters: fleet.clusters, units: () => units });
  if (awaited.length === 0) {
    console.log(`${image} runs nowhere before ${clusters.join(', ')}: there is nothing to wait for.`);
    return undefined;
  }
  const until = performance.now() + wait * 60_000;
  for (;;) {
    git(ROOT, ['fetch', '--quiet', 'origin', revision]);
    const missing: string[] = [];
    for (const { anyOf } of awaited) {
      missing.push(...(await missingOfAny(anyOf, { image, digest }, surroundings)));
    }
    if (missing.length === 0) {
      const names = [...new Set(awaited.flatMap(({ anyOf }) => anyOf))];
      console.log(`${image} is well on ${names.join(' or ')}.`);
      return undefined;
    }
    if (performance.now() >= until) throw new Mistake([...new Set(missing)].join('\n'));
    await setTimeout(PAUSE_MILLISECONDS);
  }
});
