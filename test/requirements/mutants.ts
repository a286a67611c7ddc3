import { isDeepStrictEqual } from 'node:util';
import { type Claim, claimsOf, type ValueClaim } from '../../requirements/model/claims.ts';
import type { Evidence } from '../../requirements/model/evidence.ts';
import { isMatcher } from '../../requirements/model/expected.ts';
import { query } from '../../requirements/model/query.ts';
import type { Clusters } from '../../requirements/model/row.ts';
import type { Tree } from '../../requirements/model/tree.ts';
import { check } from '../../scripts/rows/check.ts';
import { locate, remove, replace, type Step } from './places.ts';

/** A rendered document that was changed. */
export interface Mutant {
  readonly says: string;
  /** Undefined: the file was deleted. */
  readonly document: unknown;
}

/** The claims of some evidence about rendered objects, by file. */
export function claimsByFile(
  evidence: readonly Evidence[],
  clusters: Clusters,
  tree: Tree,
): ReadonlyMap<string, readonly ValueClaim[]> {
  const files = new Map<string, ValueClaim[]>();
  for (const claim of evidence.flatMap((one) => claimsOf(one, clusters, tree))) {
    if (claim.kind === 'value') files.set(claim.file, [...(files.get(claim.file) ?? []), claim]);
  }
  return files;
}

/** Whether one of the claims is refused once its file has been changed so. */
export function isRefused(claims: readonly Claim[], file: string, document: unknown, tree: Tree): boolean {
  const changed = tree.with(new Map([[file, document]]));
  return claims.some((claim) => check(claim, changed).kind !== 'holds');
}

/** Everything that the claims about one file have to notice: the loss of the file, of its body, of each value. */
export function mutantsOf(claims: readonly ValueClaim[], document: unknown): readonly Mutant[] {
  return [
    { says: 'the object is deleted', document: undefined },
    ...bodies(document),
    ...claims.flatMap((claim) => valuesOf(claim, document)),
  ];
}

/** An object without its spec, data or rules. Only who asks for more than its kind notices that. */
function bodies(document: unknown): readonly Mutant[] {
  const body = ['spec', 'data', 'rules', 'parameters', 'webhooks'].filter(
    (field) => Object.keys(Object(query(document, field))).length > 0,
  );
  const [first] = body;
  return first === undefined || query(document, 'apiVersion') === undefined
    ? []
    : [{ says: `${first} is emptied`, document: replace(document, [first], empty(query(document, first))) }];
}

function empty(value: unknown): unknown {
  return Array.isArray(value) ? [] : {};
}

function valuesOf({ asked }: ValueClaim, document: unknown): readonly Mutant[] {
  if (asked === undefined || asked.path === '') return [];
  const { path, expected } = asked;
  if (query(document, path) === undefined) return added(path, document);
  // A question about all elements of a list may leave some of them free, but not the whole list.
  const places = locate(document, isMatcher(expected) ? path.replace(/\[\*\].*$/, '') : path);
  // A question about a value knows best what it may be; a value of another kind, or none, is never one.
  const alterations = isMatcher(expected) ? outlandish : altered;
  return places.flatMap((place) => {
    const value = place.reduce<unknown>((found, step) => Object(found)[step], document);
    return [
      { says: `${path} is removed`, document: remove(document, place) },
      ...alterations(value).map(({ says, document: other }) => ({
        says: `${path} ${says}`,
        document: replace(document, place, other),
      })),
    ];
  });
}

/** What should not be there, is. */
function added(path: string, document: unknown): readonly Mutant[] {
  const place = placeOf(path);
  return place === undefined
    ? []
    : [{ says: `${path} is added`, document: replace(document, place, 'mutant') }];
}

/** The steps to a field that is not there; undefined where its path has no single place. */
function placeOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const [, quoted, index, choice, key] of path.matchAll(
    /\["([^"]+)"\]|\[(\d+)\]|(\[[^\]]*\])|([^.[\]]+)/g,
  )) {
    if (choice !== undefined) return undefined;
    steps.push(index === undefined ? (quoted ?? key ?? '') : Number(index));
  }
  return steps;
}

function outlandish(value: unknown): readonly Mutant[] {
  const others: readonly unknown[] = Array.isArray(value)
    ? [[], 'mutant']
    : typeof value === 'object' && value !== null
      ? [{}, 'mutant']
      : ['mutant'];
  return others.map((other) => ({ says: `becomes ${JSON.stringify(other)}`, document: other }));
}

/** Each value that differs in one thing: a flag, a number, a text, an element or a field more or less. */
function altered(value: unknown): readonly Mutant[] {
  if (Array.isArray(value)) {
    return [
      { says: 'becomes []', document: [] },
      { says: 'gets an element', document: [...value, 'mutant'] },
      ...value.flatMap((element, index) => [
        { says: `loses [${index}]`, document: value.toSpliced(index, 1) },
        ...altered(element).map(({ says, document }) => ({
          says: `[${index}] ${says}`,
          document: value.with(index, document),
        })),
      ]),
    ];
  }
  if (typeof value === 'object' && value !== null) {
    return [
      { says: 'gets a field', document: { ...value, mutant: true } },
      ...Object.entries(value).flatMap(([key, field]) => [
        { says: `loses ${key}`, document: remove(value, [key]) },
        ...inverted(key).map((other) => ({
          says: `has ${other} for ${key}`,
          document: { ...Object(remove(value, [key])), [other]: field },
        })),
        ...altered(field).map(({ says, document }) => ({
          says: `.${key} ${says}`,
          document: { ...value, [key]: document },
        })),
      ]),
    ];
  }
  return scalars(value).map((other) => ({ says: `becomes ${JSON.stringify(other)}`, document: other }));
}

/** The same word with the opposite sense, as Istio has them. */
function inverted(key: string): readonly string[] {
  const plain = [
    'values',
    'principals',
    'requestPrincipals',
    'namespaces',
    'hosts',
    'ports',
    'paths',
    'methods',
  ];
  if (plain.includes(key)) return [`not${key.charAt(0).toUpperCase()}${key.slice(1)}`];
  return key.startsWith('not') ? [`${key.charAt(3).toLowerCase()}${key.slice(4)}`] : [];
}

const OPPOSITES: Readonly<Record<string, string>> = {
  In: 'NotIn',
  NotIn: 'In',
  Exists: 'DoesNotExist',
  STRICT: 'PERMISSIVE',
  ALLOW: 'DENY',
  DENY: 'ALLOW',
  SIMPLE: 'PASSTHROUGH',
  REGISTRY_ONLY: 'ALLOW_ANY',
  DoNotSchedule: 'ScheduleAnyway',
};

function scalars(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value, undefined];
  if (typeof value === 'number') return [value + 1, value === 0 ? -1 : 0];
  if (typeof value === 'string') return [OPPOSITES[value] ?? `${value}-mutant`, ''];
  return ['mutant'];
}

export function differs(one: unknown, other: unknown): boolean {
  return !isDeepStrictEqual(one, other);
}
