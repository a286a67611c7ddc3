import { dirname, join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { checkTrees } from '../check/check.ts';
import { readTrees } from '../cluster-model/cluster.ts';
import { modelOf } from '../cluster-model/model.ts';
import { makeFolder } from '../command-line/folders.ts';
import { diffOf } from '../diff/diff.ts';
import { folderSide } from '../diff/sides/folder-side.ts';
import { Reach } from '../reach/reach.ts';
import { codeDigest } from '../synth/digest.ts';
import { objectPath } from '../synth/path.ts';
import { synthWith } from '../synth/workers.ts';
import { writeNewFile } from '../synth/write.ts';
import { toYaml } from '../synth/yaml.ts';
import { type Size, syntheticFleet, syntheticUnits } from './synthetic-fleet.ts';
import { type Result, type Task, taskSchema } from './task-schema.ts';

type Counts = Pick<Result, 'objects' | 'written'>;

const repository = new URL('../..', import.meta.url).pathname;

/** The repository's command, but for the synthetic fleet. */
async function runSynth({ out, cache, changed, threads, clusters, services }: Task): Promise<Counts> {
  const size = { clusters, services };
  const request = { fleet: syntheticFleet(size), units: syntheticUnits(size, changed), out };
  const { clusters: plans } = await synthWith(
    { ...request, cache: { directory: cache, code: digestOnce() } },
    { program: 'scripts/bench/worker.ts', more: { ...size, changed }, count: threads },
  );
  const sum = (of: (plan: (typeof plans)[number]) => number) =>
    plans.reduce((total, plan) => total + of(plan), 0);
  return {
    objects: sum(({ objects }) => objects),
    written: sum(({ added, changed }) => added.length + changed.length),
  };
}

function digestOnce(): () => string {
  let digest: string | undefined;
  return () => {
    digest ??= codeDigest(repository);
    return digest;
  };
}

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

/** Who can reach whom in a tree that an earlier run has written. */
function runReach({ out, ...size }: Task): Counts {
  const trees = readTrees(syntheticFleet(size).clusters.map(({ name }) => join(out, name)));
  for (const tree of trees) new Reach(modelOf(tree)).connections();
  return { objects: trees.reduce((sum, { objects }) => sum + objects.length, 0), written: 0 };
}

/** Every rule on a tree that an earlier run has written. */
function runCheck({ out, ...size }: Task): Counts {
  const trees = readTrees(syntheticFleet(size).clusters.map(({ name }) => join(out, name)));
  checkTrees(trees);
  return { objects: trees.reduce((sum, { objects }) => sum + objects.length, 0), written: 0 };
}

/** What one tree changes of another one, both written by earlier runs. */
function runDiff({ out, base = out }: Task): Counts {
  const [before, after] = [base, out].map((folder) => folderSide(folder, folder, undefined));
  if (before === undefined || after === undefined) throw new Error('A comparison has two sides.');
  const { changes } = diffOf(before, after);
  return { objects: after.files.size, written: changes.length };
}

const task = taskSchema.parse(JSON.parse(process.argv[2] ?? ''));
const runs = {
  synth: runSynth,
  stock: runStock,
  floor: runFloor,
  reach: runReach,
  check: runCheck,
  diff: runDiff,
};
const counts = await runs[task.kind](task);
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const result: Result = {
  ...counts,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMegabytes: maxRSS / 1024,
};
console.log(JSON.stringify(result));
