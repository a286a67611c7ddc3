/** How much it matters, the worst first. */
export const SEVERITIES = ['broken', 'differs', 'held', 'noted'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What each of them means, for people. */
export const SEVERITY_MEANINGS: Readonly<Record<Severity, string>> = {
  broken: 'something is not well, or nothing can be delivered there',
  differs: 'what Argo CD has, or applies, is not what is merged',
  held: 'somebody has stopped Argo CD there',
  noted: 'Argo CD warns, and goes on',
};

/** One way in which a hub is not as `dist/` says. Equal ones of several Applications become one. */
export interface Finding {
  /** Such as `application-missing`. */
  readonly kind: string;
  readonly severity: Severity;
  /** The cluster whose Applications they are. */
  readonly cluster: string;
  /** None where it is about the hub or the cluster itself. */
  readonly applications: readonly string[];
  /** They are all that the cluster has. */
  readonly whole?: true;
  /** What is wrong, without the name of the Application. */
  readonly summary: string;
  /** What it was seen by, a line each. */
  readonly details: readonly string[];
  /** What follows from it, for whoever is woken by it. */
  readonly meaning: string;
  /** Commands that look further or mend it; `APPLICATION` stands for the name. */
  readonly next: readonly string[];
  /** The page that goes on from here. */
  readonly read: string;
}

/** An Application that differs from main for now, and is not late yet. */
export interface Moving {
  readonly application: string;
  readonly why: string;
}

/** What one look at an Application has found. */
export interface Found {
  readonly findings: readonly Finding[];
  readonly moving: readonly string[];
}

/** Stands for the name of an Application in commands that are told once for many. */
export const NAME = 'APPLICATION';
