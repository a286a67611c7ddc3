import { App, Chart } from 'cdk8s';
import { loadFleet } from '../../clusters/index.ts';
import { fleetUnits } from './units.ts';

/**
 * The same charts for `npx cdk8s synth`, which writes them with cdk8s's own writer to a folder of its own
 * (cdk8s.yaml). Argo CD reads `dist/`; this is for people and tools that know cdk8s.
 */
const fleet = loadFleet();
const units = fleetUnits(fleet);
const app = new App();
for (const cluster of fleet.clusters) {
  for (const unit of units) {
    if (!unit.clusters.includes(cluster.name)) continue;
    // A file is named after its chart, so the cluster has to be part of the name.
    const chart = new Chart(app, `${cluster.name}.${unit.name}`, { disableResourceNameHashes: true });
    unit.build(chart, { cluster, fleet, units });
  }
}
app.synth();
