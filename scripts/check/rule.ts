import type { ClusterState } from './state/cluster-state.ts';
import type { Path } from './state/read.ts';
import type { Resource } from './state/resource.ts';

/** How bad it is: something breaks, something will break, or something is worth a look. */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule says of a place in an object. */
export interface Said {
  readonly resource: Resource;
  /** Where in the object; empty for the object as a whole. */
  readonly path: Path;
  /** What is wrong, and what it does: a sentence. */
  readonly message: string;
  /** What to write instead: a sentence. */
  readonly fix: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}

/** What is said of every rule. */
export interface Described {
  /** Names the fault, in words with hyphens, such as `service-selects-no-pods`. */
  readonly id: string;
  readonly severity: Severity;
  /** What the rule finds: a line for the table. */
  readonly summary: string;
  /** What breaks on a cluster, and when somebody notices. */
  readonly breaks: string;
  /** Rows of the pitfalls that it keeps out, such as `X-14`. */
  readonly pitfalls?: readonly string[];
  /** Manifests with the fault, and the same without: `--explain` shows them, and the tests use them. */
  readonly failing: string;
  readonly passing: string;
}

/** A rule about one cluster. */
export interface ClusterRule extends Described {
  readonly judge: (state: ClusterState) => Iterable<Said>;
}

/** A rule about clusters beside each other; it is asked once, with all of them. */
export interface FleetRule extends Described {
  readonly judgeFleet: (states: readonly ClusterState[]) => Iterable<Said & { readonly state: ClusterState }>;
}

/** A rule about waivers: what is waived is known when all other rules have spoken. */
export interface WaiverRule extends Described {
  readonly ofWaivers: true;
}

export type Rule = ClusterRule | FleetRule | WaiverRule;

/** Rules about one subject. */
export interface Family {
  readonly name: string;
  /** What its rules are about: a sentence. */
  readonly about: string;
  /** Whether each of its rules sees one object at a time, besides the definitions of kinds: of the others none changes what it says. */
  readonly isOfOneObject?: true;
  readonly rules: readonly Rule[];
}
