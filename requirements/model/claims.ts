import type { Context } from '../../platform/unit/unit.ts';
import type { Each, Evidence, Output, Shown, Wherever } from './evidence.ts';
import { type Computed, type Expected, isComputed, isMatcher, type Json, type Matcher } from './expected.ts';
import { RETIRED } from './retired.ts';
import type { Clusters } from './row.ts';
import { distPath, type Tree } from './tree.ts';

/**
 * Evidence broken down into single things that can be looked at: for each cluster, for each member of what a row calls
 * "every", and with the values of the contract in place of `{region}` and its like.
 */
export type Claim = ValueClaim | OutputClaim | FilesClaim | TextClaim | Contradiction;

/** A rendered object is there, with this value at this path. */
export interface ValueClaim {
  readonly kind: 'value';
  readonly cluster: string;
  /** From the root of the repository on. */
  readonly file: string;
  /** Empty: only that the file is there. */
  readonly asked?: Asked;
}

interface Asked {
  readonly path: string;
  readonly expected: Json | Matcher;
}

/** An output of Terraform is there, with this value at this path inside of it. */
export interface OutputClaim {
  readonly kind: 'output';
  readonly cluster: string;
  readonly name: string;
  readonly asked?: Asked;
}

/** The rendered files whose path matches are some, none, or exactly these. */
export interface FilesClaim {
  readonly kind: 'files';
  readonly cluster: string;
  readonly paths: RegExp;
  readonly says: string;
  readonly wanted: 'none' | 'some' | readonly string[];
}

/** What a file that is not rendered says. */
type TextClaim = Extract<Evidence, { readonly kind: 'heading' | 'file' | 'test' }>;

/** Evidence that cannot be looked for at all. */
interface Contradiction {
  readonly kind: 'contradiction';
  /** What it would have been about. */
  readonly place: string;
  readonly says: string;
}

/** @param clusters where it is looked for, unless the evidence names its own */
export function claimsOf(evidence: Evidence, clusters: Clusters, tree: Tree): readonly Claim[] {
  switch (evidence.kind) {
    case 'heading':
    case 'file':
    case 'test':
      return [evidence];
    case 'each':
      return claimsOfEach(evidence, clusters, tree);
    default:
      return (evidence.clusters ?? clusters).flatMap((cluster) => claimsOn(cluster, evidence, tree));
  }
}

/** Names that the fleet does not have, and that no entry of requirements/retired.yaml accounts for. */
export function unknownClusters(evidence: Evidence, clusters: Clusters, tree: Tree): readonly string[] {
  if (!('clusters' in evidence) && ['heading', 'file', 'test'].includes(evidence.kind)) return [];
  const named = ('clusters' in evidence ? evidence.clusters : undefined) ?? clusters;
  return named.filter((cluster) => tree.context(cluster) === undefined);
}

function claimsOfEach(each: Each, clusters: Clusters, tree: Tree): readonly Claim[] {
  const here = (each.clusters ?? clusters).flatMap((cluster) => tree.context(cluster) ?? []);
  const all = here.flatMap((context) =>
    each.of.members(context).flatMap((member) =>
      each.evidence(member, context).flatMap((evidence) => {
        const only = 'clusters' in evidence ? evidence.clusters : undefined;
        if (only !== undefined && !only.includes(context.cluster.name)) return [];
        return claimsOf(withoutClusters(evidence), [context.cluster.name], tree);
      }),
    ),
  );
  return all.length > 0 || here.length === 0
    ? all
    : [
        {
          kind: 'contradiction',
          place: (each.of.about ?? [each.of.says]).join(' '),
          says: `“${each.of.says}”: none is declared on any cluster, so nothing is shown.`,
        },
      ];
}

function withoutClusters(evidence: Evidence): Evidence {
  if (!('clusters' in evidence)) return evidence;
  const { clusters: _, ...everywhere } = evidence;
  return everywhere;
}

type OnClusters = Exclude<Evidence, TextClaim | Each>;

function claimsOn(cluster: string, evidence: OnClusters, tree: Tree): readonly Claim[] {
  switch (evidence.kind) {
    case 'shown': {
      const file = distPath(cluster, tree.fill(cluster, evidence.file));
      return valuesOf(evidence, cluster, tree).map((asked) => ({ kind: 'value', cluster, file, ...asked }));
    }
    case 'wherever': {
      const files = tree.rendered(cluster).filter((path) => evidence.paths.test(path));
      const asked = valuesOf(evidence, cluster, tree);
      return files.length === 0
        ? [{ kind: 'files', cluster, paths: evidence.paths, says: evidence.says, wanted: 'some' }]
        : files.flatMap((file) =>
            asked.map((one): Claim => ({ kind: 'value', cluster, file: distPath(cluster, file), ...one })),
          );
    }
    case 'output':
      return valuesOf(evidence, cluster, tree).map((asked) => ({
        kind: 'output',
        cluster,
        name: evidence.name,
        ...asked,
      }));
    case 'nothing':
    case 'something': {
      const wanted = evidence.kind === 'nothing' ? 'none' : 'some';
      return [{ kind: 'files', cluster, paths: evidence.paths, says: evidence.says, wanted }];
    }
    case 'only': {
      const context = tree.context(cluster);
      if (context === undefined) return [];
      const wanted = evidence.files(context).map((file) => tree.fill(cluster, file));
      return [{ kind: 'files', cluster, paths: evidence.paths, says: evidence.says, wanted }];
    }
  }
}

function valuesOf(
  { values }: Shown | Wherever | Output,
  cluster: string,
  tree: Tree,
): readonly { readonly asked?: Asked }[] {
  const asked = Object.entries(values).map(([path, expected]) => ({
    asked: {
      path: tree.fill(cluster, path),
      expected: resolved(expected, tree.context(cluster), (text) => tree.fill(cluster, text)),
    },
  }));
  return asked.length === 0 ? [{}] : asked;
}

function resolved(
  expected: Expected,
  context: Context | undefined,
  fill: (text: string) => string,
): Json | Matcher {
  if (isMatcher(expected)) return expected;
  if (!isComputed(expected)) return fillAll(expected, fill);
  // A cluster that is gone has an entry in requirements/retired.yaml, or a complaint of its own.
  return context === undefined
    ? { says: `needs a cluster, or an entry in ${RETIRED}`, holds: () => false }
    : computedOn(context, expected);
}

/** What cannot be computed, since something that it is about is not declared any more, holds for nothing. */
function computedOn(context: Context, { of }: Computed): Json | Matcher {
  try {
    return of(context);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { says: `cannot be told: ${why}`, holds: () => false };
  }
}

function fillAll(value: Json, fill: (text: string) => string): Json {
  if (typeof value === 'string') return fill(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((element) => fillAll(element, fill));
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, fillAll(field, fill)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
