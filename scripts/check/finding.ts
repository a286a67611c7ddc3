import type { Severity } from './rule.ts';

/** A mistake, for the people who have to mend it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly cluster: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    /** Empty for what stands in none. */
    readonly namespace: string;
    readonly name: string;
  };
  /** Where in the object, such as `spec.ports[0].name`; empty for the object as a whole. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** A finding, and where its object stands in the files that were read. */
export interface Located {
  readonly finding: Finding;
  readonly file: string;
  /** At which the object begins. */
  readonly line: number;
  /** The line of the very field, for which the file is read again. */
  readonly lineOfPath: () => number;
}
