import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { pinOf } from '../../../charts/find.ts';
import type { ChartPins } from '../../../charts/pins.ts';
import { inventoryFile } from '../../../clusters/layout.ts';
import type { UnreadValue } from '../../../platform/unit/unit.ts';
import { makeFolder } from '../../command-line/folders.ts';
import { inParallel } from '../../programs/parallel.ts';
import { programPath } from '../../programs/program.ts';
import { cachedChart, type LocalChart } from '../cache.ts';
import { helmProgram } from '../helm.ts';
import { type Release, releasesIn } from '../releases.ts';
import { type Charts, printedRelease, type Renderer } from '../render.ts';
import { type Trial, tryValues } from '../values/unread.ts';
import { FORM, type Inventory, inventoryText, readInventory } from './inventory.ts';
import { oldInventories } from './old.ts';
import { placeOf, type Renewed, renewed } from './renew.ts';

/** What to bring up to date. */
export interface Update {
  /** The folder that synth has written. */
  readonly dist: string;
  /** Whether to render what is not old too. */
  readonly every: boolean;
  readonly pins: ChartPins;
  /** Where the charts are; left out: where `npm run charts` keeps them. */
  readonly cache?: string;
  /** The program Helm; left out: the pinned one, which is installed where it is missing. */
  readonly helm?: string;
  /** Which values of a release may be without an effect. */
  readonly excused: (release: Release) => readonly UnreadValue[];
}

/** What was brought up to date, and what was not. */
export interface Updated {
  readonly written: readonly string[];
  readonly unchanged: number;
  /** Releases whose charts are not on this machine. */
  readonly missing: readonly Release[];
  /** What the values of each unit do, as far as they were tried. */
  readonly trials: readonly UnitTrial[];
}

/** The trial of the values of a unit's releases with one version of its chart. */
export interface UnitTrial extends Trial {
  readonly unit: string;
  readonly chart: string;
  readonly version: string;
}

/**
 * Writes the inventories that are old, after each of their values was seen to make a difference: an inventory is the proof of
 * it, and stays old where one does not.
 */
export async function updateInventories({ dist, every, excused, pins, ...places }: Update): Promise<Updated> {
  const all = releasesIn(dist);
  const files = new Map(all.map((release) => [placeOf(release), inventoryAt(dist, release)]));
  const charts = localCharts(all, pins, places.cache);
  const isHere = ({ chart, version }: Release) => charts.has(`${chart}-${version}`);
  const olds = new Set(oldInventories(dist, { pins }).map(({ release }) => placeOf(release)));
  const isOld = (release: Release) => {
    const confirms = charts.get(`${release.chart}-${release.version}`)?.origin === 'archive';
    return (
      every || olds.has(placeOf(release)) || (confirms && files.get(placeOf(release))?.confirmed === false)
    );
  };
  const old = all.filter(isOld);
  const here = old.filter(isHere);
  const missing = old.filter((release) => !isHere(release));
  if (here.length === 0) return { written: [], unchanged: all.length - missing.length, missing, trials: [] };
  const renderer = {
    helm: places.helm ?? (await programPath(helmProgram, (line) => process.stderr.write(`${line}\n`))),
    charts,
  };
  const known = all.flatMap((release) => {
    const objects = files.get(placeOf(release))?.objects;
    return objects === undefined ? [] : [{ release, objects }];
  });
  const made = await renewed(here, { known, renderer, pins });
  const fresh = all.filter((release) => !isOld(release));
  const trials = await tryUnits(
    made.filter(({ release }) => isOld(release)),
    { fresh, renderer, excused },
  );
  const wrong = new Set(
    trials.filter(({ unread, unused }) => unread.length + unused.length > 0).map(({ unit }) => unit),
  );
  const written = made
    .filter(({ release }) => !wrong.has(release.unit))
    .flatMap(({ release, inventory }) => write(dist, release, inventory) ?? []);
  return {
    written: written.sort(),
    unchanged: all.length - written.length - missing.length,
    missing,
    trials,
  };
}

interface Trying {
  /** Those whose values were tried when their inventories were written. */
  readonly fresh: readonly Release[];
  readonly renderer: Renderer;
  readonly excused: Update['excused'];
}

function tryUnits(
  made: readonly Renewed[],
  { fresh, renderer, excused }: Trying,
): Promise<readonly UnitTrial[]> {
  const versions = [...new Set(made.map(({ release }) => versionOf(release)))];
  return inParallel(versions, async (wanted) => {
    const group = made.filter(({ release }) => versionOf(release) === wanted);
    const first = group[0]?.release;
    if (first === undefined) throw new Error(`${wanted} has no release.`);
    const { unit, chart, version } = first;
    const releases = group.map(({ release, apiVersions }) => ({
      cluster: release.cluster,
      values: valuesOf(release),
      render: async (values: unknown) =>
        (await printedRelease(release, renderer, { apiVersions, values, withoutSchema: true })).printed,
    }));
    const proven = fresh.filter((release) => versionOf(release) === wanted).map(valuesOf);
    return { unit, chart, version, ...(await tryValues(releases, { excused: excused(first), proven })) };
  });
}

function versionOf({ unit, chart, version }: Release): string {
  return `${unit} ${chart} ${version}`;
}

function valuesOf({ valuesFile }: Release): unknown {
  return load(readFileSync(valuesFile, 'utf8'));
}

/**
 * The charts that are on this machine; what is missing is told, and the others go on.
 *
 * @throws Error for a version that is not pinned
 */
function localCharts(releases: readonly Release[], pins: ChartPins, cache?: string): Charts {
  const found = new Map<string, LocalChart>();
  for (const { chart, version } of releases) {
    const key = `${chart}-${version}`;
    if (found.has(key)) continue;
    const local = cachedChart(pinOf(chart, version, pins), cache);
    if (local !== undefined) found.set(key, local);
  }
  return found;
}

function inventoryAt(dist: string, { cluster, unit }: Release): Inventory | undefined {
  try {
    const found = readInventory(readFileSync(join(dist, inventoryFile(cluster, unit)), 'utf8'));
    return found?.form === FORM ? found : undefined;
  } catch {
    return undefined;
  }
}

/** @returns its path, where something changed */
function write(dist: string, { cluster, unit }: Release, inventory: Inventory): string | undefined {
  const path = inventoryFile(cluster, unit);
  const file = join(dist, path);
  const text = inventoryText(inventory);
  try {
    if (readFileSync(file, 'utf8') === text) return undefined;
  } catch {
    // There is none yet.
  }
  makeFolder(dirname(file));
  writeFileSync(file, text);
  return path;
}
