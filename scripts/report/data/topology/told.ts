import { UnusableInput } from '../../../cluster-model/input/unusable-input.ts';
import { homeOf } from '../../../reach/connection.ts';
import { type Explanation, explain } from '../../../reach/explain.ts';
import type { Reach } from '../../../reach/reach.ts';
import type { ReasonText, Told, TopologyEdge } from './data.ts';
import type { Edge, Passing } from './edges.ts';

/** Of networks that are alike, and of pods that are, the first few are told. */
const MOST_TOLD = 3;

/** Puts the explanations of `reach` to edges, each of their sentences once. */
export class Teller {
  readonly #reach: Reach;
  readonly #all: readonly Reach[];
  readonly #places = new Map<string, number>();
  readonly reasons: ReasonText[] = [];

  /** @param all every cluster, as a way from one to another is decided by both */
  constructor(reach: Reach, all: readonly Reach[]) {
    this.#reach = reach;
    this.#all = all;
  }

  tell({ passings, ...edge }: Edge): TopologyEdge {
    // What all proxies need is told where something is wrong.
    const isPlain = edge.role === 'plumbing' && edge.state === 'open';
    const told = isPlain ? [] : chosen(passings).flatMap((passing) => this.#told(passing));
    return { ...edge, told };
  }

  #told({ from, to, port }: Passing): readonly Told[] {
    return this.#explained(from, to, port).map(({ open, reasons }) => ({
      from,
      to,
      port,
      open,
      reasons: reasons.map((reason) => this.#placeOf(reason)),
    }));
  }

  #explained(from: string, to: string, port: string): readonly Explanation[] {
    const isLinked = homeOf(from, '').isElsewhere || homeOf(to, '').isElsewhere;
    const { cluster } = this.#reach.model;
    // Between clusters the caller is written with its cluster.
    const caller = isLinked && !homeOf(from, '').isElsewhere ? `${cluster}/${from}` : from;
    try {
      return explain(isLinked ? this.#all : [this.#reach], [caller, to, port]);
    } catch (error) {
      // Of a range, or of pods that the tree does not have, there is nothing to tell.
      if (error instanceof UnusableInput) return [];
      throw error;
    }
  }

  #placeOf(reason: ReasonText): number {
    const key = JSON.stringify(reason);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.reasons.length);
    return this.reasons.push(reason) - 1;
  }
}

function chosen(passings: readonly Passing[]): readonly Passing[] {
  const seen = new Map<string, number>();
  return passings.filter(({ from, port }) => {
    const key = `${from} ${port}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return (seen.get(key) ?? 0) === 1 && seen.size <= MOST_TOLD;
  });
}
