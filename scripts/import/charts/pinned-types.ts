import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChartPin, chartPins, type PinnedVersion } from '../../../charts/pins.ts';
import { cachedChart, type LocalChart } from '../../charts/cache.ts';
import { IMPORTS } from '../../schemas/imported-schemas.ts';
import { compareTree } from '../generated-tree.ts';
import type { Sources } from '../sources.ts';
import { readChartFiles } from './chart-files.ts';
import { chartTypes, type TypedChart } from './chart-types.ts';

/** Where the types are, below `imports/`. */
export const CHARTS = 'charts';

type Pin = Pick<ChartPin, 'name'> & PinnedVersion;

/** The types of the values of all pinned charts. */
export interface PinnedTypes {
  /** Text by the name of the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Charts that are not on this machine: their types are as they were, and nothing proves them. */
  readonly absent: readonly string[];
  /** Charts of which this machine has only the sources. */
  readonly unconfirmed: readonly string[];
}

/** The types that the charts on this machine give, and for those that are not on it the types that there are. */
export function typesHere({ charts }: Pick<Sources, 'charts'>): PinnedTypes {
  const opaque = new Map(Object.entries(charts).map(([name, chart]) => [name, chart.opaque]));
  return pinnedTypes(typedVersions(), opaque, cachedChart, IMPORTS);
}

/** The charts whose types are not those that the charts on this machine give. */
export function differingTypes({ files }: PinnedTypes, imports = IMPORTS): ReadonlySet<string> {
  const { missing, changed } = compareTree(join(imports, CHARTS), files, () => true);
  return new Set([...missing, ...changed].map((file) => file.replace(/\.d\.ts$/, '')));
}

/** The version of each pinned chart whose values are typed: the newest. */
function typedVersions(): readonly Pin[] {
  return [...chartPins.values()].flatMap(({ name, versions }) => {
    const newest = versions.at(-1);
    return newest === undefined ? [] : [{ ...newest, name }];
  });
}

/**
 * @param opaque sub-charts whose values stay open, by chart
 * @param find the chart on this machine
 * @param imports where the types are that exist
 * @throws Mistake for a chart that cannot be read
 */
export function pinnedTypes(
  pins: readonly Pin[],
  opaque: ReadonlyMap<string, readonly string[]>,
  find: (pin: Pin) => LocalChart | undefined,
  imports: string,
): PinnedTypes {
  const found: TypedChart[] = [];
  const kept = new Map<string, string>();
  const absent: string[] = [];
  const unconfirmed: string[] = [];
  for (const pin of pins) {
    const { name, version } = pin;
    const local = find(pin);
    if (local !== undefined) {
      found.push({ ...pin, files: readChartFiles(local.path), opaque: opaque.get(name) });
      if (local.origin === 'source') unconfirmed.push(`${name} ${version}`);
      continue;
    }
    absent.push(`${name} ${version}`);
    const file = join(imports, CHARTS, `${name}.d.ts`);
    if (existsSync(file)) kept.set(name, readFileSync(file, 'utf8'));
  }
  return { files: chartTypes(found, kept), absent, unconfirmed };
}
