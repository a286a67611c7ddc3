import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChartPins, chartPins, PINS } from '../../../charts/pins.ts';
import { inventoryFile } from '../../../clusters/layout.ts';
import { readIndex } from '../../synth/dist-index.ts';
import { type Release, releasesIn } from '../releases.ts';
import { originOf } from './origin.ts';
import { whyOld } from './staleness.ts';

/** An inventory that is not that of its release. */
export interface OldInventory {
  readonly release: Release;
  /** From the root of the repository on. */
  readonly path: string;
  readonly why: string;
}

/**
 * The inventories that are missing, or older than their chart, its digest or its values. It needs neither the charts nor a
 * network.
 *
 * @param dist the folder that synth has written
 * @param clusters left out: all; and `pins`: those of this repository
 */
export function oldInventories(
  dist: string,
  { clusters, pins = chartPins }: { readonly clusters?: readonly string[]; readonly pins?: ChartPins } = {},
): readonly OldInventory[] {
  // What is not rendered yet has no inventory either.
  const rendered = readIndex(dist).clusters.filter((cluster) => clusters?.includes(cluster) ?? true);
  if (rendered.length === 0) return [];
  return releasesIn(dist, { clusters: rendered }).flatMap((release) => {
    const path = inventoryFile(release.cluster, release.unit);
    const why = whyUnpinned(release, pins) ?? whyOld(originOf(release, pins), textOf(join(dist, path)));
    return why === undefined ? [] : [{ release, path: `dist/${path}`, why }];
  });
}

/** What is installed may be another version than what is pinned by now: then no chart can bring the inventory up to date. */
function whyUnpinned({ chart, version }: Release, pins: ChartPins): string | undefined {
  const versions = pins.get(chart)?.versions.map((pinned) => pinned.version) ?? [];
  if (versions.includes(version)) return undefined;
  const pinned = versions.length === 0 ? 'no such chart' : `only ${versions.join(' and ')}`;
  return `dist/ installs ${chart} ${version}, and ${PINS} has ${pinned}. Run npm run synth first`;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
