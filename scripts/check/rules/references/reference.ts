import type { Path } from '../../state/read.ts';
import type { Identity, Resource } from '../../state/resource.ts';

/** A key of a Secret or ConfigMap that somebody reads. */
export interface KeyReference {
  readonly path: Path;
  readonly key: string;
}

/** One object names another one. */
export interface Reference {
  readonly resource: Resource;
  /** Where the name stands. */
  readonly path: Path;
  readonly target: Identity;
  readonly keys: readonly KeyReference[];
  /** It says itself that the target may be missing. */
  readonly optional: boolean;
}
