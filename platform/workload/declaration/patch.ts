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
export type PatchStep = SettingStep | RemovingStep;

interface Step {
  /**
   * The field as a JSON Pointer, from the object on.
   *
   * @example '/spec/minReadySeconds'
   */
  readonly path: `/${string}`;
}

/** A step that sets a field. */
export interface SettingStep extends Step {
  /**
   * Whether the field is new or there already.
   *
   * @example 'add'
   */
  readonly op: 'add' | 'replace';
  /**
   * What the field becomes: anything that JSON has.
   *
   * @example 60
   */
  readonly value: unknown;
}

/** A step that takes a field out. */
export interface RemovingStep extends Step {
  /**
   * The field has to be there.
   *
   * @example 'remove'
   */
  readonly op: 'remove';
}

/**
 * A change of rendered objects, for the one field that the declaration does not have. It cannot loosen security, see
 * `platform/workload/patches.ts`, and docs/patches.md lists every one for whoever reviews it.
 */
export interface Patch {
  /**
   * Every object of the workload of this kind is changed: while there is a canary, its Deployment too.
   *
   * @example 'Deployment'
   */
  readonly kind: (typeof PATCHED_KINDS)[number];
  /**
   * Why it is needed, in a sentence.
   *
   * @example 'Caches take a minute to warm up.'
   */
  readonly reason: string;
  /**
   * Names of the clusters where it applies.
   *
   * @default Wherever the workload runs.
   * @example ['prod-eu']
   */
  readonly clusters?: readonly string[];
  /**
   * What is changed, one step after the other.
   *
   * @example [{ op: 'add', path: '/spec/minReadySeconds', value: 60 }]
   */
  readonly steps: readonly PatchStep[];
}
