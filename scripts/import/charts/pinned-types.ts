import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartPins } from '../../../charts/pins.ts';
import { IMPORTS } from '../../schemas/imported-schemas.ts';
import { chartIn, readChartFiles } from './chart-files.ts';
import { chartTypes, type TypedChart } from './chart-types.ts';

/** Where the types are, below `imports/`. */
export const CHARTS = 'charts';

/** The types of the values of all pinned charts. */
export interface PinnedTypes {
  /** Text by the name of the file. */
  readonly files: ReadonlyMap<string, string>;
  /** Charts that are not on this machine: their types are as they were, and nothing proves them. */
  readonly absent: readonly string[];
}

/** Where charts are looked for: a folder of theirs, or what `npx fleet charts` keeps. */
export interface ChartPlace {
  readonly mirror?: string | undefined;
  readonly find?: (name: string, version: string) => string | undefined;
}

/** The version of each pinned chart whose values are typed: the newest. */
export function typedVersions(): readonly Pick<TypedChart, 'name' | 'version' | 'digest'>[] {
  return [...chartPins.values()].map(({ name, versions }) => {
    const newest = versions.at(-1);
    return { name, version: newest?.version ?? '', digest: newest?.digest };
  });
}

/**
 * @param opaque sub-charts whose values stay open, by chart
 * @throws Mistake for a chart that cannot be read
 */
export function pinnedTypes(opaque: ReadonlyMap<string, readonly string[]>, place: ChartPlace): PinnedTypes {
  const found: TypedChart[] = [];
  const kept = new Map<string, string>();
  const absent: string[] = [];
  for (const chart of typedVersions()) {
    const path = pathOf(chart.name, chart.version, place);
    if (path !== undefined) {
      found.push({ ...chart, files: readChartFiles(path), opaque: opaque.get(chart.name) });
      continue;
    }
    absent.push(`${chart.name} ${chart.version}`);
    const file = join(IMPORTS, CHARTS, `${chart.name}.d.ts`);
    if (existsSync(file)) kept.set(chart.name, readFileSync(file, 'utf8'));
  }
  return { files: chartTypes(found, kept), absent };
}

function pathOf(name: string, version: string, { mirror, find }: ChartPlace): string | undefined {
  const inMirror = mirror === undefined ? undefined : chartIn(join(mirror, CHARTS), name, version);
  return inMirror ?? find?.(name, version);
}
