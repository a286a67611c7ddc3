import { compareTexts } from '../check/order.ts';
import { linksNote } from '../cluster-model/input/files.ts';
import { type Change, itemOf, type Judged, type Judgement, RISKS, vanishes } from './change.ts';
import { compare } from './compare/compare.ts';
import { keyOf } from './compare/key.ts';
import { type Connectivity, connectivityOf } from './connectivity.ts';
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

/**
 * What happens when one tree takes the place of another.
 *
 * @param check finds what is wrong in both trees
 * @throws UnusableInput with all that cannot be read
 */
export function diffOf(base: Side, head: Side, check = findingsOf): Diff {
  const { changes, before, after } = compare(base, head);
  const trees = { before, after };
  const connectivity = connectivityOf(changes, before, after);
  const judgedWith = (change: Change, faults?: readonly Judgement[]) =>
    judged(change, trees, reachability(change, connectivity, trees), faults);
  const clusters = [...new Set(changes.map(({ cluster }) => cluster))];
  const alone = changes.map((change) => judgedWith(change));
  const findings = check(clusters, [...alone].sort(inOrder), trees);
  const faults = faultsOf(changes, findings);
  const all = alone.map((known, index) => {
    const change = changes[index];
    const own = change && faults.get(change);
    return change === undefined || own === undefined ? known : judgedWith(change, own);
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
