import type { Evidence } from './evidence.ts';
import type { Tree } from './tree.ts';

/**
 * Who owns what a row asks for: K this repository renders it, T Terraform makes it and prints an output that we read,
 * K+T we render it from such an output, D a document says it, C a workflow or a script does it.
 */
export type RowClass = 'K' | 'K+T' | 'T' | 'D' | 'C';

/** One requirement, and where the tree answers it. */
export interface Row {
  /** Such as S4-57. */
  readonly id: string;
  readonly class: RowClass;
  /** What is asked for, in our words: the subject alone. */
  readonly asks: string;
  readonly state: State;
  /** All of it holds, unless the row is open. An open row names what will hold when it is done, where that is known. */
  readonly evidence: readonly Evidence[];
}

/** One mistake that must not stand in the tree, and what keeps it out. */
export interface Pitfall {
  /** Such as X-42. */
  readonly id: string;
  /** What would go wrong. */
  readonly title: string;
  readonly state: State;
  readonly evidence: readonly Evidence[];
}

export type State =
  | { readonly kind: 'done' }
  /** Something else stands there than was asked for. */
  | { readonly kind: 'otherwise'; readonly instead: string }
  /** Not in the YAML, and not meant to be: where it is handled. */
  | { readonly kind: 'outside'; readonly where: string }
  | { readonly kind: 'open'; readonly reason: string };

type Some = readonly [Evidence, ...Evidence[]];

/** A row that is answered as it asks. */
export function done(id: string, rowClass: RowClass, asks: string, ...evidence: Some): Row {
  return { id, class: rowClass, asks, state: { kind: 'done' }, evidence };
}

/** A row that is answered in another way; `instead` names the pitfall or decision, and what stands in its place. */
export function otherwise(
  id: string,
  rowClass: RowClass,
  asks: string,
  instead: string,
  ...evidence: Some
): Row {
  return { id, class: rowClass, asks, state: { kind: 'otherwise', instead }, evidence };
}

/** A row that another place than this repository answers, which prints nothing of it. */
export function outside(
  id: string,
  rowClass: RowClass,
  asks: string,
  where: string,
  ...evidence: readonly Evidence[]
): Row {
  return { id, class: rowClass, asks, state: { kind: 'outside', where }, evidence };
}

/** A row that nothing answers yet; the evidence is what would. */
export function open(
  id: string,
  rowClass: RowClass,
  asks: string,
  reason: string,
  ...whenDone: readonly Evidence[]
): Row {
  return { id, class: rowClass, asks, state: { kind: 'open', reason }, evidence: whenDone };
}

/** A pitfall that tests or the rendered objects keep out. */
export function keptOut(id: string, title: string, ...evidence: Some): Pitfall {
  return { id, title, state: { kind: 'done' }, evidence };
}

/** A pitfall that no YAML of ours can show. */
export function notVisible(
  id: string,
  title: string,
  where: string,
  ...evidence: readonly Evidence[]
): Pitfall {
  return { id, title, state: { kind: 'outside', where }, evidence };
}

/** A pitfall that nothing keeps out yet. */
export function stillThere(
  id: string,
  title: string,
  reason: string,
  ...whenDone: readonly Evidence[]
): Pitfall {
  return { id, title, state: { kind: 'open', reason }, evidence: whenDone };
}

export interface Section<Entry> {
  readonly title: string;
  /** The clusters that its evidence is looked for on, where they are others than those of the whole list. */
  readonly clusters?: Clusters;
  readonly entries: readonly Entry[];
}

/** What one document is made of. */
export interface RowList {
  /** Where the document stands, from the root of the repository. */
  readonly document: string;
  readonly title: string;
  readonly introduction: string;
  readonly clusters: Clusters;
  /** The ids that have to be there, each once. */
  readonly rows: { readonly ids: readonly IdRange[]; readonly sections: readonly Section<Row>[] };
  readonly pitfalls?: { readonly ids: readonly IdRange[]; readonly sections: readonly Section<Pitfall>[] };
  /** A part between the counts and the tables, with figures computed from the tree. */
  readonly figures?: (tree: Tree) => string;
}

/** The clusters that evidence is looked for on. The links of the document lead to the first one. */
export type Clusters = readonly [string, ...string[]];

/** Ids of a prefix, from 1 to the last number. */
export interface IdRange {
  readonly prefix: string;
  readonly last: number;
  /** Digits at the least: 2 makes 01 of 1. */
  readonly digits?: number;
}
