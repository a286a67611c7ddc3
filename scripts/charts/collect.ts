import { type ChartPin, type ChartPins, chartPins, type PinnedVersion } from '../../charts/pins.ts';
import { messageOf } from '../command-line/tell.ts';
import { inParallel } from '../programs/parallel.ts';
import { assertPinned, CACHE, cachedChart, digestOf, keepArchive } from './cache.ts';
import { fetchChart } from './fetch.ts';
import { takeFrom } from './sources.ts';

/** What became of one version of a chart. */
export interface Collected {
  readonly name: string;
  readonly version: string;
  /** `missing`: it is not on this machine, and `notes` say why. */
  readonly state: 'archive' | 'source' | 'missing';
  readonly notes: readonly string[];
  /** Of an archive that was fetched, and that no digest was pinned of before. */
  readonly learned?: string;
}

/** From where, and where to. */
export interface Places {
  /** A folder with charts, in place of the network. */
  readonly from?: string | undefined;
  readonly cache?: string;
}

/** Brings every pinned version into the cache, unless its archive is there. */
export function collectCharts(places: Places, pins: ChartPins = chartPins): Promise<readonly Collected[]> {
  const wanted = [...pins.values()].flatMap((pin) => pin.versions.map((version) => ({ ...pin, ...version })));
  return inParallel(wanted, async (pin) => {
    const { name, version } = pin;
    try {
      return { name, version, ...(await collect(pin, places)) };
    } catch (error) {
      return { name, version, state: 'missing', notes: [messageOf(error)] };
    }
  });
}

async function collect(
  pin: ChartPin & PinnedVersion,
  { from, cache = CACHE }: Places,
): Promise<Omit<Collected, 'name' | 'version'>> {
  const { name, version, digest } = pin;
  const here = cachedChart(pin, cache);
  if (here?.origin === 'archive') return { state: 'archive', notes: [] };
  if (from !== undefined) {
    const taken = takeFrom(from, pin, cache);
    if (taken !== undefined) return { state: taken.origin, notes: taken.notes };
    return {
      state: 'missing',
      notes: [`${from} has neither ${name}-${version}.tgz nor ${name}-${version}/`],
    };
  }
  const fetched = await fetchChart(pin);
  if (digest !== undefined) assertPinned(fetched, digest, pin.repository, `${name} ${version}`);
  keepArchive(fetched, cache);
  return { state: 'archive', notes: [], ...(digest === undefined && { learned: digestOf(fetched) }) };
}
