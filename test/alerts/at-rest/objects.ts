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

/** The longest name that the API server gives to something with a generated name, and what it adds. */
const LONGEST = 63;
const RANDOM = 'x2x4z';

/** A name as the API server makes it of a base, which it cuts where the whole would be too long. */
export function generatedName(base: string): string {
  return `${base.slice(0, LONGEST - RANDOM.length)}${RANDOM}`;
}

/** A pod of a Deployment, of a StatefulSet, or of a Job. */
export function podOf(kind: string, name: string): string {
  if (kind === 'StatefulSet') return `${name}-0`;
  return generatedName(kind === 'Deployment' ? `${name}-5d9c7b6f48-` : `${name}-`);
}
