import { z } from 'zod';
import { liveFleet } from '../../live-fleet.ts';
import type { Rendered } from '../../rendered-fleet.ts';

/** A situation lasts so many minutes. */
export const MINUTES = 180;

/** The objects of a kind on a cluster. */
export function objectsOn(cluster: string, kind: string): readonly Rendered[] {
  return liveFleet.ofKind(kind).filter((object) => object.cluster === cluster);
}

export const labelsSchema = z.record(z.string(), z.string());

/** A selector of PromQL, as promtool takes it. */
export function series(metric: string, labels: Readonly<Record<string, string | undefined>> = {}): string {
  const written = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${value}"`],
  );
  return `${metric}{${written.join(',')}}`;
}
