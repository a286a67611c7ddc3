import type { Evidence } from './evidence.ts';
import type { Tree } from './tree.ts';

/** What shows that each row or pitfall of a section is answered, by its id. */
export type EvidenceById = Readonly<Record<string, readonly Evidence[]>>;

/** Where a list is written down: its texts as data, its evidence as code beside them. */
export interface ListSource {
  /** From the root of the repository; `document.yaml` stands in it. */
  readonly folder: string;
  /** The evidence of each section, in the order of the page: the texts of `goals` stand in `goals.yaml` of the folder. */
  readonly sections: Readonly<Record<string, EvidenceById>>;
  readonly figures?: (tree: Tree) => string;
}
