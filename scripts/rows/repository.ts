import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atRest, type Fleet, loadFleet } from '../../clusters/index.ts';
import { VALUES_FOLDER } from '../../clusters/layout.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { listSources } from '../../requirements/index.ts';
import { type Files, FilesOnDisk, ReplacedFolders } from '../../requirements/model/files.ts';
import { readLists } from '../../requirements/model/read-lists.ts';
import { RETIRED, readRetired } from '../../requirements/model/retired.ts';
import type { RowList } from '../../requirements/model/row.ts';
import { Tree } from '../../requirements/model/tree.ts';
import { ClusterRenderer } from '../synth/render.ts';
import { compare, foreignOf, partsOf } from '../synth/synth.ts';
import { fleetUnits } from '../synth/units.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * This repository with its fleet at rest: `dist/`, and in place of the folder of a cluster where a build is being tried
 * what would be rendered without it. No requirement speaks of the build that is tried today.
 *
 * @param disk the repository as it stands, or as a synth would leave it
 */
export function repositoryTree(disk: Files = new FilesOnDisk(ROOT)): {
  readonly tree: Tree;
  readonly lists: readonly RowList[];
  readonly problems: readonly string[];
} {
  const running = loadFleet();
  const fleet = atRest(running);
  const units = fleetUnits(fleet);
  const trying = running.clusters
    .filter(({ images }) => Object.values(images).some(({ canary }) => canary !== undefined))
    .map(({ name }) => name);
  const files =
    trying.length === 0
      ? disk
      : new ReplacedFolders(
          disk,
          trying.flatMap((cluster) => [`dist/${cluster}`, `dist/${VALUES_FOLDER}/${cluster}`]),
          renderedAtRest(fleet, units, trying),
        );
  const { lists, ...written } = readLists(listSources, disk);
  const { retired, problems } = readRetired(disk.text(RETIRED));
  return {
    tree: new Tree(files, { fleet, units, retired }),
    lists,
    problems: [...written.problems, ...problems],
  };
}

function renderedAtRest(
  fleet: Fleet,
  units: readonly Unit[],
  names: readonly string[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const cluster of fleet.clusters) {
    if (!names.includes(cluster.name)) continue;
    const renderer = new ClusterRenderer({ cluster, fleet, units });
    for (const unit of units) {
      if (!unit.clusters.includes(cluster.name)) continue;
      for (const { path, text } of renderer.render(unit)) texts.set(`dist/${path}`, text);
    }
  }
  return texts;
}

/** Files of `dist/` that are not what the sources give, by their path; none where it is up to date. */
export function staleFiles(): readonly string[] {
  const fleet = loadFleet();
  const plan = compare({ fleet, units: fleetUnits(fleet), out: join(ROOT, 'dist') });
  return [
    ...partsOf(plan).flatMap(({ changed, added, stale }) => [
      ...changed.map((path) => `dist/${path} differs`),
      ...added.map((path) => `dist/${path} is missing`),
      ...stale.map((path) => `dist/${path} is superfluous`),
    ]),
    ...foreignOf(plan).map(({ path, reason }) => `dist/${path}: ${reason}`),
  ];
}
