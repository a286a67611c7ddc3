/** What may happen when a change is merged, worst first; what changes nothing in a cluster has no risk, and is not told. */
export const RISKS = [
  'data-loss',
  'replacement',
  'security',
  'outage',
  'restart',
  'scale',
  'routine',
] as const;

export type Risk = (typeof RISKS)[number];

export type Action = 'added' | 'removed' | 'changed' | 'renamed' | 'moved';

export type Mapping = Readonly<Record<string, unknown>>;

/** Where an object was read. */
export type Source =
  /** A manifest. */
  | 'object'
  /** The values of a Helm chart. */
  | 'values'
  /** An inventory of what a Helm chart makes: the facts of the object, and not the whole of it. */
  | 'chart';

/** An object of one side. */
export interface Item {
  readonly cluster: string;
  /** The Argo CD Application that has it, or its folder where the tree is no fleet. */
  readonly unit: string;
  readonly file: string;
  readonly source: Source;
  readonly apiVersion: string;
  readonly kind: string;
  /** Undefined for what stands in no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
  readonly value: Mapping;
}

/** A field that is not what it was. */
export interface FieldChange {
  /** For people: `spec.template.spec.containers[name=app].image`. */
  readonly path: string;
  /** The same without what is particular to the object: `spec.template.spec.containers[].image`. */
  readonly shape: string;
  /** Undefined where it was not there, and has no default. */
  readonly before: unknown;
  readonly after: unknown;
}

/** An object that is not what it was. */
export interface Change {
  readonly cluster: string;
  readonly action: Action;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  readonly fields: readonly FieldChange[];
}

/** What one rule says of a change. */
export interface Judgement {
  readonly risk: Risk;
  /** A sentence without its full stop, for a reviewer. */
  readonly reason: string;
}

/** A change with its risk, which is the worst that a rule has found. */
export interface Judged extends Change {
  readonly risk: Risk;
  /** The worst first. */
  readonly reasons: readonly string[];
}

/** The object as it will be, or as it was where it goes. */
export function itemOf({ before, after }: Change): Item {
  const item = after ?? before;
  if (item === undefined) throw new Error('A change has at least one side.');
  return item;
}

/** Whether an Application goes, or goes on under another name. */
export function vanishes(change: Judged): boolean {
  const kind = change.before?.kind;
  return (
    (kind === 'Application' || kind === 'ApplicationSet') &&
    (change.action === 'removed' || change.action === 'renamed')
  );
}
