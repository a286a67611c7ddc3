/** A state that a cluster passes on the way to the next minor of Istio. */
export interface UpgradeState {
  readonly name: string;
  /** What stands in place of `revision` in `cluster.yaml`. */
  readonly lines: readonly string[];
  /** Whether both control planes are there. */
  readonly both: boolean;
  /** Whether Istio's own code is asked about it; the others lie in between, since no step may be left out. */
  readonly judged: boolean;
}

/** The way of docs/mesh.md, with istio-system ahead of the other namespaces. */
export function upgradeStates(
  from: string,
  to: string,
  { first, others }: { readonly first: string; readonly others: readonly string[] },
): readonly UpgradeState[] {
  const all = [first, ...others].join(', ');
  const begun = [`revision: ${from}`, `controlPlanes: [${from}, ${to}]`];
  const moving = (labelled: string, restarted: string) => [
    ...begun,
    `moving: { labelled: [${labelled}], restarted: [${restarted}] }`,
  ];
  return [
    { name: 'begun', lines: begun, both: true, judged: true },
    { name: 'labelled', lines: moving(all, ''), both: true, judged: false },
    { name: `${first} moved, the others on their way`, lines: moving(all, first), both: true, judged: true },
    { name: 'restarted', lines: moving(all, all), both: true, judged: false },
    { name: 'finished', lines: [`revision: ${to}`], both: false, judged: true },
  ];
}

/** `cluster.yaml` in a state; undefined where it has no revision. */
export function clusterAt(text: string, { lines }: Pick<UpgradeState, 'lines'>): string | undefined {
  const line = /^ {2}revision: \S+\n/m;
  return line.test(text) ? text.replace(line, () => lines.map((each) => `  ${each}\n`).join('')) : undefined;
}

/** `1-31` of `1.31.1`. */
export function revisionOf(version: string): string {
  return version.split('.').slice(0, 2).join('-');
}
