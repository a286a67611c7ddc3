import type { Fleet } from '../../clusters/index.ts';
import type { RenderedFiles } from './files.ts';

/** A file outside `dist/` that follows from the sources. */
export interface Document {
  /** From the root of the repository on. */
  readonly path: string;
  readonly text: string;
}

/** What a generator has made. */
export interface Generated {
  readonly documents: readonly Document[];
  /** Why a document cannot be written: what it would say does not hold. */
  readonly wrong: readonly string[];
}

/** What documents are made from. */
export interface Sources {
  readonly fleet: Fleet;
  /** The repository, with `dist/` as it is rendered. */
  readonly files: RenderedFiles;
  /** Only the documents of these clusters; left out: all. */
  readonly clusters?: readonly string[];
}

/** Makes documents of one kind. The same sources give the same documents, on every machine and at any time. */
export type Generator = (sources: Sources) => Generated;
