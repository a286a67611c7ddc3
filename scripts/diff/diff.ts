import { compareTexts } from '../check/order.ts';
import { linksNote } from '../cluster-model/input/files.ts';
import { type Assessment, assess } from './assess.ts';
import { itemOf, type Judged, RISKS, vanishes } from './change.ts';
import { type Comparison, compare } from './compare/compare.ts';
import { keyOf } from './compare/key.ts';
import type { Connectivity } from './connectivity.ts';
import { type Findings, findingsOf } from './findings.ts';
import { faultsOf } from './risks/faults.ts';
import { judged } from './risks/index.ts';
import { reachability } from './risks/reachability.ts';
import type { Trees } from './risks/rule.ts';
import type { Side } from './sides/side.ts';

/** All that a reader may want to know of a change. */
export interface Diff {
  readonly base: string;
  readonly head: string;
  /** The worst first; Applications that vanish before all others. */
  readonly changes: readonly Judged[];
  readonly connectivity: Connectivity;
  readonly findings: Findings;
  readonly trees: Trees;
  /** What nobody has looked at, a sentence each. */
  readonly notes: readonly string[];
}

/** Finds what is wrong in both trees, where something changes. */
type Check = (clusters: readonly string[], changes: readonly Judged[], trees: Trees) => Findings;

/**
 * What happens when one tree takes the place of another.
 *
 * @param check finds what is wrong in both trees
 * @throws UnusableInput with all that cannot be read
 */
export function diffOf(base: Side, head: Side, check: Check = findingsOf): Diff {
  const compared = compare(base, head);
  return concluded(base, head, compared, assess(compared.changes, compared), check);
}

/** The same, where it is known what each change does for itself. */
export function concluded(
  base: Side,
  head: Side,
  { changes, before, after }: Comparison,
  { connectivity, judged: alone }: Assessment,
  check: Check = findingsOf,
): Diff {
  const trees = { before, after };
  const clusters = [...new Set(changes.map(({ cluster }) => cluster))];
  const findings = check(clusters, [...alone].sort(inOrder), trees);
  const faults = faultsOf(changes, findings);
  const all = alone.map((known, index) => {
    const change = changes[index];
    const own = change && faults.get(change);
    if (change === undefined || own === undefined) return known;
    return judged(change, trees, reachability(change, connectivity, trees), own);
  });
  return {
    base: base.name,
    head: head.name,
    changes: all.sort(inOrder),
    connectivity,
    findings,
    trees,
    notes: linksNote([...new Set([...base.links, ...head.links])]),
  };
}

function inOrder(one: Judged, other: Judged): number {
  return rank(one) - rank(other) || compareTexts(placeOf(one), placeOf(other));
}

function rank(change: Judged): number {
  return vanishes(change) ? -1 : RISKS.indexOf(change.risk);
}

function placeOf(change: Judged): string {
  const { kind, namespace, name } = itemOf(change);
  return [kind, namespace ?? '', name, change.cluster, keyOf(itemOf(change))].join('\0');
}
