import type { Severity } from '../../rule.ts';
import type { Fields, Path } from '../../state/read.ts';
import type { Fault } from './fault.ts';

/** An object by itself, with what every judgement needs of it. */
export interface Judged {
  readonly apiVersion: string;
  /** Empty for the core's. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly value: Fields;
  /** Minor of the API server, such as `1.34`. */
  readonly kubernetes: string;
}

/** What is refused of objects of some kinds, whatever else is in the tree. */
export interface Topic {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly breaks: string;
  /** Each as `<group>/<kind>`; `all` for every object. */
  readonly kinds: readonly string[] | 'all';
  readonly judge: (object: Judged) => Iterable<Fault>;
  readonly failing: string;
  readonly passing: string;
}

export function fault(path: Path, message: string, fix: string, severity?: Severity): Fault {
  return severity === undefined ? { path, message, fix } : { path, message, fix, severity };
}

/** @returns undefined for what has no kind */
export function judged(value: Fields, kubernetes: string): Judged | undefined {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const name =
    typeof metadata === 'object' &&
    metadata !== null &&
    'name' in metadata &&
    typeof metadata.name === 'string'
      ? metadata.name
      : '';
  const slash = apiVersion.indexOf('/');
  return { apiVersion, group: slash < 0 ? '' : apiVersion.slice(0, slash), kind, name, value, kubernetes };
}

/** Whether a topic is about an object. */
export function isAbout({ kinds }: Topic, { group, kind }: Judged): boolean {
  return kinds === 'all' || kinds.includes(`${group}/${kind}`);
}

/** A value in a sentence. */
export function word(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'nothing';
  return JSON.stringify(value) ?? 'nothing';
}
