/** Kinds whose objects a patch may change. What lets somebody in, or says who somebody is, is not among them. */
export const PATCHED_KINDS = [
  'Deployment',
  'DestinationRule',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'ScaledJob',
  'ScaledObject',
] as const;

/** A step of a JSON Patch (RFC 6902), as far as one is needed. */
export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: `/${string}`; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: `/${string}` };

/**
 * A change of rendered objects, for the one field that the declaration does not have. It cannot loosen security, see
 * `platform/workload/patches.ts`, and docs/patches.md lists every one for whoever reviews it.
 */
export interface Patch {
  /** Every object of the workload of this kind is changed: while there is a canary, its Deployment too. */
  readonly kind: (typeof PATCHED_KINDS)[number];
  /** Why it is needed, in a sentence. */
  readonly reason: string;
  /** Names of the clusters where it applies; default: wherever the workload runs. */
  readonly clusters?: readonly string[];
  readonly steps: readonly PatchStep[];
}
