import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { type Counts, perform } from '../perform.ts';
import { syntheticFleet, syntheticUnits } from '../synthetic-fleet.ts';
import type { Task } from '../task-schema.ts';

await perform(runStock);

/** The same charts written by cdk8s, one App per cluster: one for all of them needs many times the memory. */
function runStock({ out, changed, ...size }: Task): Counts {
  let objects = 0;
  const fleet = syntheticFleet(size);
  const units = syntheticUnits(size, changed);
  for (const cluster of fleet.clusters) {
    const outdir = join(out, cluster.name);
    const app = new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    for (const unit of units) {
      const chart = new Chart(app, unit.name, { disableResourceNameHashes: true });
      unit.build(chart, { cluster, fleet, units });
      objects += chart.apiObjects.length;
    }
    app.synth();
  }
  return { objects, written: objects };
}
