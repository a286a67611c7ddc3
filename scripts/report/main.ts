import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadFleet } from '../../clusters/index.ts';
import { OWN_EXEMPTIONS, readExemptions } from '../check/waivers/exemption.ts';
import { readTrees } from '../cluster-model/cluster.ts';
import { implement } from '../command-line/command.ts';
import { diffOf } from '../diff/diff.ts';
import { sidesOf } from '../diff/sides/choose.ts';
import { fleetUnits } from '../synth/units.ts';
import { reportOf } from './data/gather.ts';
import { plannedTopologies, withTopologies } from './data/planned.ts';
import { webAddress } from './links.ts';
import { report } from './usage.ts';
import { writeReport } from './write.ts';

const OWN = 'dist';

export const main = implement(report, async ({ options: { out, base }, arguments: { dir } }, { folder }) => {
  const place = out ?? join('.cache', 'report');
  const fleet = dir === undefined ? loadFleet() : undefined;
  const exemptions = fleet !== undefined && existsSync(OWN_EXEMPTIONS) ? readExemptions(OWN_EXEMPTIONS) : [];
  const diff = base === undefined ? undefined : diffOf(...sidesOf({ base, head: dir, folder }));
  const trees = readTrees([dir ?? OWN]);
  const made = reportOf({
    source: dir ?? OWN,
    trees,
    clusters: fleet?.clusters ?? [],
    exemptions,
    diff,
    links: {
      local: relative(resolve(place), resolve('.')) || '.',
      ...(fleet !== undefined && { web: webAddress(fleet.repository) }),
    },
  });
  const topologies = fleet === undefined ? [] : await plannedTopologies(trees, fleet, fleetUnits(fleet));
  await writeReport(withTopologies(made, topologies), place);
  console.log(`The page is ${join(place, 'index.html')}: open it in a browser.`);
});
