import type { Context } from '../../platform/unit/unit.ts';
import type { Expected } from './expected.ts';

/** Where an answer is. Each kind is checked against the tree, so that none outlives what it names. */
export type Evidence = Shown | Each | Wherever | Nothing | Something | Only | Output | Heading | File | Test;

/** A rendered file of each cluster, or of the named ones, with these values at these paths. */
export interface Shown {
  readonly kind: 'shown';
  /** From `dist/<cluster>/` on. */
  readonly file: string;
  readonly values: Readonly<Record<string, Expected>>;
  readonly clusters?: readonly string[];
}

/** What a row means by "every": its members follow from contract and declarations, never from the rendered files. */
export interface Quantifier {
  /** Such as `each namespace of triptrip`. */
  readonly says: string;
  readonly members: (context: Context) => readonly string[];
  /** Whose permanent removal explains that there is no member; left out: what `says` names. */
  readonly about?: readonly string[];
}

/** The same for each member. */
export interface Each {
  readonly kind: 'each';
  readonly of: Quantifier;
  readonly evidence: (member: string, context: Context) => readonly Evidence[];
  readonly clusters?: readonly string[];
}

/** Every rendered file of such a path has these values: what one of them lacks, nobody else could make up for. */
export interface Wherever {
  readonly kind: 'wherever';
  readonly paths: RegExp;
  readonly says: string;
  readonly values: Readonly<Record<string, Expected>>;
  readonly clusters?: readonly string[];
}

/** No rendered file has such a path. */
export interface Nothing {
  readonly kind: 'nothing';
  readonly paths: RegExp;
  readonly says: string;
  readonly clusters?: readonly string[];
}

/** Some rendered file of each cluster has such a path. */
export interface Something {
  readonly kind: 'something';
  readonly paths: RegExp;
  readonly says: string;
  readonly clusters?: readonly string[];
}

/** The rendered files of such a path are those that follow from the declarations, and no others. */
export interface Only {
  readonly kind: 'only';
  readonly paths: RegExp;
  readonly says: string;
  readonly files: (context: Context) => readonly string[];
  readonly clusters?: readonly string[];
}

/** An output of Terraform that the contract reads: in its schema, and in the file of each cluster. */
export interface Output {
  readonly kind: 'output';
  readonly name: string;
  readonly values: Readonly<Record<string, Expected>>;
  readonly clusters?: readonly string[];
}

/** A heading of a document. */
export interface Heading {
  readonly kind: 'heading';
  readonly file: string;
  readonly heading: string;
}

/** A file of the repository, and what it says. */
export interface File {
  readonly kind: 'file';
  readonly file: string;
  readonly parts: readonly string[];
}

/** A test, by the name that stands in its file. */
export interface Test {
  readonly kind: 'test';
  readonly file: string;
  readonly name: string;
}

/**
 * A rendered file, to be asked for values.
 *
 * In the path and in expected values, `{region}` stands for that output of Terraform, field of `cluster.yaml` or entry
 * of `images.yaml` (`{images.redis.version}`), `{cluster}` for the name of the cluster, and `{istiod}` for the unit of the
 * control plane that its namespaces are on.
 *
 * @param path from `dist/<cluster>/` on, such as `triptrip-api/triptrip-api/service-triptrip-api.yaml`;
 * `<unit>/values.yaml` is what the Helm chart of a unit is told
 * @param base what every asked path begins with
 */
export function rendered(path: string, base = ''): (values: Readonly<Record<string, Expected>>) => Shown {
  return (values) => ({
    kind: 'shown',
    file: path,
    values:
      base === ''
        ? values
        : Object.fromEntries(Object.entries(values).map(([key, expected]) => [joined(base, key), expected])),
  });
}

function joined(base: string, path: string): string {
  return path === '' || path.startsWith('[') ? `${base}${path}` : `${base}.${path}`;
}

/** Evidence of some clusters only, such as a size that the replica factor changes. */
export function on<Some extends Exclude<Evidence, Heading | File | Test>>(
  evidence: Some,
  ...clusters: readonly string[]
): Some {
  return { ...evidence, clusters };
}

/**
 * Evidence for every one of them: a member without it is a mistake, even where its files were deleted.
 *
 * @param evidence of one member; the context is that of the cluster, with its declarations
 */
export function each(
  of: Quantifier,
  evidence: (member: string, context: Context) => readonly Evidence[] | Evidence,
): Each {
  return {
    kind: 'each',
    of,
    evidence: (member, context) => {
      const found = evidence(member, context);
      return 'kind' in found ? [found] : found;
    },
  };
}

/** @param says what they are, such as `each NetworkPolicy` */
export function wherever(paths: RegExp, says: string, values: Readonly<Record<string, Expected>>): Wherever {
  return { kind: 'wherever', paths, says, values };
}

export function nothing(paths: RegExp, says: string): Nothing {
  return { kind: 'nothing', paths, says };
}

export function something(paths: RegExp, says: string): Something {
  return { kind: 'something', paths, says };
}

/** @param says what the whole list is, such as `a default deny of each namespace, and no other` */
export function only(paths: RegExp, says: string, files: (context: Context) => readonly string[]): Only {
  return { kind: 'only', paths, says, files };
}

/** @param values paths inside the output; `''` is the whole */
export function output(name: string, values: Readonly<Record<string, Expected>> = {}): Output {
  return { kind: 'output', name, values };
}

export function heading(path: string, text: string): Heading {
  return { kind: 'heading', file: path, heading: text };
}

export function file(path: string, ...parts: readonly string[]): File {
  return { kind: 'file', file: path, parts };
}

export function test(path: string, name: string): Test {
  return { kind: 'test', file: path, name };
}
