import { readFileSync } from 'node:fs';
import type { ChartPins } from '../../../charts/pins.ts';
import { sha256 } from '../cache.ts';
import type { Release } from '../releases.ts';
import type { Origin } from './inventory.ts';

/** What the inventory of a release is made of, as it stands in `dist/` and is pinned. */
export function originOf(installed: Release, pins: ChartPins): Origin {
  const { cluster, unit, release, namespace, chart, version, kubernetes, skipCrds, valuesFile } = installed;
  const pinned = pins.get(chart)?.versions.find((candidate) => candidate.version === version);
  const values = sha256(readFileSync(valuesFile));
  return {
    cluster,
    unit,
    release,
    namespace,
    chart,
    version,
    archive: pinned?.digest ?? null,
    values,
    kubernetes,
    ...(skipCrds && { skipCrds }),
  };
}
