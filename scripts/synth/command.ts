import { relative } from 'node:path';
import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import type { Given } from '../command-line/command.ts';
import type { SynthRequest } from './cluster-plan.ts';
import { compare, foreignOf, type Plan, partsOf, synth } from './synth.ts';
import type { synth as usage } from './usage.ts';

type Options = Given<(typeof usage)['options'], Record<never, never>>['options'];

/** What the command renders, and where it keeps what. */
export interface Source {
  readonly loadFleet: () => Fleet;
  readonly units: (fleet: Fleet) => readonly Unit[];
  /** Output folder where `--out` names none. */
  readonly out: string;
  readonly cache: NonNullable<SynthRequest['cache']>;
}

/**
 * Does what the options ask, and prints what it did.
 *
 * @returns the exit code: 0, or 1 where with `--check` something is not up to date
 */
export function render({ cluster, out, check, uncached }: Options, source: Source): 0 | 1 {
  const fleet = source.loadFleet();
  const request: SynthRequest = {
    fleet,
    units: source.units(fleet),
    out: out ?? source.out,
    ...(cluster && { clusters: cluster }),
    ...(!uncached && { cache: source.cache }),
  };
  return check
    ? reportDifferences(compare(request), request.out)
    : reportChanges(synth(request), request.out);
}

function reportChanges(plan: Plan, out: string): 0 {
  const width = Math.max(0, ...plan.clusters.map(({ cluster }) => cluster.length));
  for (const { cluster, objects, added, changed, stale, unchanged, seconds } of plan.clusters) {
    console.log(
      `${cluster.padEnd(width)}  ${count(objects, 'object')}: ${added.length + changed.length} written, ` +
        `${stale.length} removed, ${unchanged} unchanged (${seconds.toFixed(2)} s)`,
    );
  }
  const removed = partsOf(plan).flatMap(({ stale, empty }) => [...stale, ...empty.map(folder)]);
  if (removed.length > 0) {
    console.log(
      `Removed, as nothing renders them any more:\n${list(removed.map((path) => `  ${shown(out)}/${path}`))}`,
    );
  }
  const foreign = foreignLines(plan, out);
  if (foreign.length > 0) console.warn(`${FOREIGN}\n${list(foreign)}`);
  return 0;
}

const FOREIGN =
  'These were not written by synth, or changed since, and nothing renders them. Synth leaves them alone, but Argo CD ' +
  'would apply what is committed in dist/. Move what you need elsewhere, and remove them:';

function foreignLines(plan: Plan, out: string): readonly string[] {
  return foreignOf(plan).map(({ path, reason }) => `  ${shown(out)}/${path}: ${reason}`);
}

/** The output folder as one would type it. */
function shown(out: string): string {
  const path = relative(process.cwd(), out);
  return path === '' ? '.' : path.startsWith('..') ? out : path;
}

function folder(path: string): string {
  return `${path}/`;
}

function reportDifferences(plan: Plan, out: string): 0 | 1 {
  const named = (what: string, paths: readonly string[]) => paths.map((path) => `  ${what}  ${path}`);
  const lines = partsOf(plan).flatMap(({ changed, added, stale, empty }) => [
    ...named('differs    ', changed),
    ...named('missing    ', added),
    ...named('superfluous', [...stale, ...empty.map(folder)]),
  ]);
  const foreign = foreignLines(plan, out);
  if (lines.length > 0) {
    console.error(`Not up to date. Run npm run synth and commit the result.\n${list(lines)}`);
  }
  if (foreign.length > 0) console.error(`${FOREIGN}\n${list(foreign)}`);
  if (lines.length + foreign.length > 0) return 1;
  const objects = plan.clusters.reduce((total, cluster) => total + cluster.objects, 0);
  console.log(`Up to date: ${count(plan.clusters.length, 'cluster')}, ${count(objects, 'object')}.`);
  return 0;
}

const LONGEST_LIST = 100;

function list(lines: readonly string[]): string {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
