import { dirname, join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { makeFolder } from '../../command-line/folders.ts';
import { objectPath } from '../../synth/path.ts';
import { writeNewFile } from '../../synth/staging.ts';
import { toYaml } from '../../synth/yaml.ts';
import { type Counts, perform } from '../perform.ts';
import { type Size, syntheticFleet, syntheticUnits } from '../synthetic-fleet.ts';
import type { Task } from '../task-schema.ts';

export const main = () => perform(runFloor);

/** Plain objects of the same content, made into text and files in the same way: what cannot be saved. */
function runFloor({ out, changed, ...size }: Task): Counts {
  const templates = plainObjects(size, changed);
  for (let cluster = 0; cluster < size.clusters; cluster++) {
    const folders = new Set<string>();
    for (const { path, json } of templates) {
      const file = join(out, String(cluster), path);
      const folder = dirname(file);
      if (!folders.has(folder)) makeFolder(folder);
      folders.add(folder);
      writeNewFile(file, toYaml(json));
    }
  }
  const objects = templates.length * size.clusters;
  return { objects, written: objects };
}

/** The objects of one cluster; the others have the same. */
function plainObjects({ services }: Size, changed: string) {
  const size = { clusters: 1, services };
  const fleet = syntheticFleet(size);
  const units = syntheticUnits(size, changed);
  const app = new App();
  return fleet.clusters.flatMap((cluster) =>
    units.flatMap((unit) => {
      const chart = new Chart(app, unit.name, { disableResourceNameHashes: true });
      unit.build(chart, { cluster, fleet, units });
      return chart.node.findAll().flatMap((construct) => {
        if (!ApiObject.isApiObject(construct)) return [];
        const json: Record<string, unknown> = construct.toJson();
        const { kind, name } = construct;
        return { path: `${unit.name}/${objectPath({ kind, metadata: { name, namespace: 'bench' } })}`, json };
      });
    }),
  );
}
