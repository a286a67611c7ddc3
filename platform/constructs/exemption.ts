import type { Context } from './unit.ts';

/**
 * What of a unit does not have to follow some policies of Gatekeeper, and why
 * (docs/decisions/010-weaker-pods-are-listed.md).
 */
export interface Exemption {
  readonly namespace: string;
  /** Its `app.kubernetes.io/name`. Left out: the whole namespace, for pods that a Helm chart or AWS makes. */
  readonly workload?: string;
  /** Kinds of the policies. */
  readonly policies: readonly string[];
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The clusters that need it, where not all that have the unit do. */
  readonly on?: (context: Context) => boolean;
}
