import type { UnreadValue } from '../../../platform/unit/unit.ts';
import { type Leaf, leavesOf, type Value, written } from './leaves.ts';
import { judge, type Render, Rendering, type Verdict } from './trial.ts';

/** A unit's chart as it is installed on a cluster, for the trial of its values. */
export interface TriedRelease {
  readonly cluster: string;
  readonly values: Value;
  readonly render: Render;
}

/** A value that makes no difference, and where. */
export interface Unread {
  readonly path: string;
  readonly clusters: readonly string[];
}

/** What the trial of a unit's values has found. */
export interface Trial {
  readonly unread: readonly Unread[];
  /** Paths that say what the chart does anyway: they hold it against the chart's next version. */
  readonly defaults: readonly string[];
  /** Excuses of which there is no need. */
  readonly unused: readonly UnreadValue[];
  readonly tried: number;
}

/** What there is to know before values are tried. */
export interface Known {
  readonly excused?: readonly UnreadValue[];
  /** Values of other releases of the same chart in the same version, which were tried before. */
  readonly proven?: readonly Value[];
}

/**
 * Tries each leaf of the values of a unit's releases, which have the same chart in the same version. A leaf with the same
 * value is tried once, on the first cluster that has it.
 */
export async function tryValues(
  releases: readonly TriedRelease[],
  { excused = [], proven = [] }: Known = {},
): Promise<Trial> {
  // Of what was proven an effect or an excuse is known, and which of them does not matter.
  const known = new Map<string, Verdict>(
    proven.flatMap((values) => leavesOf(values)).map((leaf) => [keyOf(leaf), 'read']),
  );
  const before = known.size;
  const unread = new Map<string, string[]>();
  const defaults = new Set<string>();
  const used = new Set<UnreadValue>();
  for (const { cluster, values, render } of releases) {
    let rendering: Rendering | undefined;
    for (const leaf of leavesOf(values)) {
      const path = written(leaf.path);
      const key = keyOf(leaf);
      let verdict = known.get(key);
      if (verdict === undefined) {
        rendering ??= await Rendering.of(render, values);
        verdict = await judge(render, rendering, values, leaf);
        known.set(key, verdict);
      }
      if (verdict === 'default') defaults.add(path);
      if (verdict !== 'unread') continue;
      const excuse = excused.find((candidate) => isBelow(path, candidate.path));
      if (excuse === undefined) unread.set(path, [...(unread.get(path) ?? []), cluster]);
      else used.add(excuse);
    }
  }
  return {
    unread: [...unread].map(([path, clusters]) => ({ path, clusters })),
    defaults: [...defaults],
    // Where others were tried before, an excuse may be for one of theirs.
    unused: before > 0 ? [] : excused.filter((excuse) => !used.has(excuse)),
    tried: known.size - before,
  };
}

function keyOf({ path, value }: Leaf): string {
  return JSON.stringify([path, value]);
}

function isBelow(path: string, above: string): boolean {
  return path === above || (path.startsWith(above) && /^[.[]/.test(path.slice(above.length)));
}
