import type { Evidence } from './evidence.ts';
import type { Tree } from './tree.ts';

/**
 * Who owns what a row asks for: K this repository renders it, T Terraform makes it and prints an output that we read,
 * K+T we render it from such an output, D a document says it, C a workflow or a script does it.
 */
export const ROW_CLASSES = ['K', 'K+T', 'T', 'D', 'C'] as const;

export type RowClass = (typeof ROW_CLASSES)[number];

/** One requirement, and where the tree answers it. */
export interface Row extends Entry {
  /** Such as S4-57. */
  readonly id: string;
  readonly class: RowClass;
}

/** One mistake that must not be in the tree, and what keeps it out. */
export interface Pitfall extends Entry {
  /** Such as X-42. */
  readonly id: string;
}

interface Entry {
  /** What is asked for, or what would go wrong, in our words: the subject alone. */
  readonly statement: string;
  readonly state: State;
  /** All of it holds, unless the entry is open. An open one names what will hold when it is done, where that is known. */
  readonly evidence: readonly Evidence[];
}

export type State =
  | { readonly kind: 'done' }
  /** Something other than what was asked for is there. */
  | { readonly kind: 'otherwise'; readonly instead: string }
  /** Not in the YAML, and not meant to be: where it is handled. */
  | { readonly kind: 'outside'; readonly where: string }
  | { readonly kind: 'open'; readonly reason: string };

export interface Section<Entry> {
  readonly title: string;
  /** The clusters that its evidence is looked for on, where they are others than those of the whole list. */
  readonly clusters?: Clusters | undefined;
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
  readonly figures?: ((tree: Tree) => string) | undefined;
}

/** The clusters that evidence is looked for on. The links of the document lead to the first one. */
export type Clusters = readonly [string, ...string[]];

/** Ids of a prefix, from 1 to the last number. */
export interface IdRange {
  readonly prefix: string;
  readonly last: number;
  /** Digits at the least: 2 makes 01 of 1. */
  readonly digits?: number | undefined;
}
