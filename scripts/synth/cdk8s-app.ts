import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { loadFleet } from '../../clusters/index.ts';
import { unitsOn } from '../../platform/unit/units-on.ts';
import { fleetUnits } from './units.ts';

/**
 * The app of cdk8s.yaml: the same charts for `npx cdk8s synth`, with cdk8s's own writer and an output folder of its
 * own. Argo CD reads `dist/`; this is for people and tools that know cdk8s.
 */
const fleet = loadFleet();
const units = fleetUnits(fleet);
const out = process.env.CDK8S_OUTDIR ?? '.cdk8s/dist';
for (const cluster of fleet.clusters) {
  const app = new App({ outdir: join(out, cluster.name), yamlOutputType: YamlOutputType.FILE_PER_CHART });
  for (const unit of unitsOn(cluster.name, units)) {
    const chart = new Chart(app, unit.name, { disableResourceNameHashes: true });
    unit.build(chart, { cluster, fleet, units });
  }
  app.synth();
}
