/** Something that breaks on a cluster, for the people who have to mend it. */
export interface Finding {
  /** Name of the rule that found it. */
  readonly rule: string;
  /** The unit whose values, objects or declaration have to change. */
  readonly unit: string;
  /** `<kind> <namespace>/<name>`. */
  readonly object: string;
  /** What breaks. */
  readonly problem: string;
  /** What to write instead. */
  readonly instead: string;
}

/** The same finding on all the clusters that have it. */
export interface SharedFinding extends Finding {
  readonly clusters: readonly string[];
}

/** Tells equal findings once, in the order in which they were found. */
export function shared(
  found: readonly { readonly cluster: string; readonly finding: Finding }[],
): readonly SharedFinding[] {
  const groups = new Map<string, { finding: Finding; clusters: Set<string> }>();
  for (const { cluster, finding } of found) {
    const { rule, unit, object, problem, instead } = finding;
    const key = JSON.stringify([rule, unit, object, problem, instead]);
    const group = groups.get(key) ?? { finding, clusters: new Set<string>() };
    groups.set(key, group);
    group.clusters.add(cluster);
  }
  return [...groups.values()].map(({ finding, clusters }) => ({ ...finding, clusters: [...clusters] }));
}

/** A finding in three lines. */
export function shown({ rule, clusters, unit, object, problem, instead }: SharedFinding): string {
  return `${unit}: ${object} [${rule}; ${clusters.join(', ')}]\n  ${problem}\n  ${instead}\n`;
}
