import { compareTexts } from '../check/order.ts';
import { itemOf, type Judged, RISKS, vanishes } from './change.ts';
import { compare } from './compare/compare.ts';
import { keyOf } from './compare/key.ts';
import { type Connectivity, connectivityOf } from './connectivity.ts';
import { type Findings, findingsOf } from './findings.ts';
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
}

/**
 * What happens when one tree takes the place of another.
 *
 * @throws UnusableInput with all that cannot be read
 */
export function diffOf(base: Side, head: Side): Diff {
  const { changes, before, after } = compare(base, head);
  const trees = { before, after };
  const connectivity = connectivityOf(changes, before, after);
  const all = changes
    .map((change) => judged(change, trees, reachability(change, connectivity, trees)))
    .sort(inOrder);
  const clusters = [...new Set(changes.map(({ cluster }) => cluster))];
  return {
    base: base.name,
    head: head.name,
    changes: all,
    connectivity,
    findings: findingsOf(clusters, all, trees),
    trees,
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
