/** What a step of {@link Step.run} works with. */
export interface Assignment {
  /** Only the part that stands for the whole, where time is short. */
  readonly fast: boolean;
  /** Only these clusters; left out: all of them. */
  readonly clusters: readonly string[] | undefined;
  /** A mirror of the pinned CRD files. */
  readonly from: string | undefined;
  /** Rendered charts, `<cluster>/<unit>.yaml`; left out: what charts make is not verified. */
  readonly charts: string | undefined;
  /** Where everything is left for reading. */
  readonly logs: string;
  readonly say: (line: string) => void;
  /** Called with each part of the step as soon as it is done. */
  readonly done: (part: Part) => void;
}

/** One thing that did not hold. */
export interface Finding {
  /** Such as the cluster. */
  readonly where: string;
  /** File or object. */
  readonly what: string;
  /** The field, where the server named one. */
  readonly field?: string;
  /** In the words of the program that found it. */
  readonly says: string;
}

/** What one part of a step came to: a server, for the step of the API servers. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  /** What is known, and why it is no fault. */
  readonly exceptions: readonly Finding[];
}

/** One proof by the programs that run in production. */
export interface Step {
  /** For `--only`. */
  readonly name: string;
  readonly proves: string;
  /** What `--fast` leaves out; undefined: the step itself. */
  readonly fast: string | undefined;
  readonly run: (assignment: Assignment) => Promise<void>;
}

/** What a step came to. */
export interface Verdict {
  readonly step: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly parts: readonly Part[];
}
