import type { Fleet } from '../../clusters/index.ts';
import type { Unit } from '../../platform/constructs/unit.ts';
import type { Given } from '../command-line/command.ts';
import type { ClusterPlan, SynthRequest } from './cluster-plan.ts';
import { compare, synth } from './synth.ts';
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
  return check ? reportDifferences(compare(request)) : reportChanges(synth(request), request.out);
}

function reportChanges(plans: readonly ClusterPlan[], out: string): 0 {
  const width = Math.max(0, ...plans.map(({ cluster }) => cluster.length));
  for (const { cluster, objects, added, changed, stale, unchanged, seconds } of plans) {
    console.log(
      `${cluster.padEnd(width)}  ${count(objects, 'object')}: ${added.length + changed.length} written, ` +
        `${stale.length} removed, ${unchanged} unchanged (${seconds.toFixed(2)} s)`,
    );
  }
  const foreign = plans.flatMap(({ cluster, foreign }) =>
    foreign.map((path) => `  ${out}/${cluster}/${path}`),
  );
  if (foreign.length > 0) {
    console.warn(
      `These files were not written by synth. Argo CD would apply them; remove them:\n${list(foreign)}`,
    );
  }
  return 0;
}

function reportDifferences(plans: readonly ClusterPlan[]): 0 | 1 {
  const lines = plans.flatMap(({ cluster, changed, added, stale, foreign, index, listed }) => {
    const named = (what: string, paths: readonly string[]) =>
      paths.map((path) => `  ${what}  ${cluster}/${path}`);
    const files = [
      ...named('differs    ', changed),
      ...named('missing    ', added),
      ...named('superfluous', [...stale, ...foreign]),
    ];
    return files.length === 0 && index !== listed ? named('differs    ', ['index.json']) : files;
  });
  if (lines.length === 0) {
    console.log(`Up to date: ${count(plans.length, 'cluster')}, ${count(sum(plans), 'object')}.`);
    return 0;
  }
  console.error(`Not up to date. Run npm run synth and commit the result.\n${list(lines)}`);
  return 1;
}

const LONGEST_LIST = 100;

function list(lines: readonly string[]): string {
  const more = lines.length - LONGEST_LIST;
  return [...lines.slice(0, LONGEST_LIST), ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function sum(plans: readonly ClusterPlan[]): number {
  return plans.reduce((total, { objects }) => total + objects, 0);
}
