import { messageOf } from '../command-line/tell.ts';
import { inParallel } from '../programs/parallel.ts';
import { cachedChart, digestOf, keepArchive } from './cache.ts';
import { fetchChart } from './fetch.ts';
import type { Newer } from './newer.ts';
import type { Release } from './releases.ts';
import { renderReleases } from './render.ts';

/** What a newer version makes of our values. */
export interface Trial {
  readonly name: string;
  readonly pinned: string;
  readonly version: string;
  /** How many releases of the chart were rendered. */
  readonly rendered: number;
  /** Why some were not, each cause once. */
  readonly failures: readonly string[];
}

/** With what it is tried. */
export interface Bench {
  readonly releases: readonly Release[];
  readonly helm: string;
  readonly cache?: string;
}

/** Fetches each newer version, and has Helm render the releases with the values of today. Nothing is pinned or written. */
export function tryNewer(charts: readonly Newer[], bench: Bench): Promise<readonly Trial[]> {
  const candidates = charts.flatMap((chart) => chart.newer.map(({ version }) => ({ chart, version })));
  return inParallel(candidates, async ({ chart: { name, repository, pinned }, version }) => {
    const own = bench.releases.filter((each) => each.chart === name && each.version === pinned);
    const failures = new Set<string>();
    let rendered = 0;
    try {
      const fetched = await fetchChart({ name, repository, version });
      keepArchive(fetched, bench.cache);
      const chart = cachedChart({ name, version, digest: digestOf(fetched) }, bench.cache);
      if (chart === undefined) throw new Error(`${name} ${version} is not in the cache.`);
      const renderer = { helm: bench.helm, charts: new Map([[`${name}-${version}`, chart]]) };
      for (const release of own) {
        try {
          await renderReleases([{ ...release, version }], renderer);
          rendered++;
        } catch (error) {
          failures.add(messageOf(error).replace(`${release.unit} on ${release.cluster}: `, ''));
        }
      }
    } catch (error) {
      failures.add(messageOf(error));
    }
    return { name, pinned, version, rendered, failures: [...failures] };
  });
}
