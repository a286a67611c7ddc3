import type { z } from 'zod';
import { DEFAULT_NAMESPACE, type Metadata } from '../objects/fields.ts';
import { foundText } from './found-text.ts';
import { lineOf } from './lines.ts';
import type { Found } from './objects.ts';

/** An object that has the shape which its kind has to have. */
export interface Read<Shape> {
  readonly found: Found;
  readonly value: Shape;
}

/**
 * Reads an object as one of its kind.
 *
 * @param problems gets a line for each value that an API server would refuse: where it stands, what it is, what it should be
 * @returns undefined where there was one
 */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  found: Found,
  problems: string[],
): Read<z.output<Schema>> | undefined {
  const known = knownShape(schema, found.value);
  if (known !== undefined) return { found, value: known.shape };
  const result = schema.safeParse(found.value);
  if (result.success) {
    remember(schema, found.value, result.data);
    return { found, value: result.data };
  }
  for (const issue of result.error.issues) {
    const line = lineOf(found, issue.path) ?? found.line;
    const what = messageOf(issue, valueAt(found.value, issue.path));
    problems.push(`${found.file}:${line}: ${titleOf(found)}: ${pathText(issue.path)}: ${what}.`);
  }
  return undefined;
}

/** What schemas have made of values. */
const shapes = new WeakMap<z.ZodType, WeakMap<object, { readonly shape: unknown }>>();

function remember(schema: z.ZodType, value: object, shape: unknown): void {
  const known = shapes.get(schema) ?? new WeakMap<object, { readonly shape: unknown }>();
  shapes.set(schema, known.set(value, { shape }));
}

/** Trees that are compared share most of their values, and each is read once. */
function knownShape<Schema extends z.ZodType>(
  schema: Schema,
  value: object,
): { readonly shape: z.output<Schema> } | undefined {
  const known = shapes.get(schema)?.get(value);
  return isShapeOf(schema, value, known) ? known : undefined;
}

function isShapeOf<Schema extends z.ZodType>(
  schema: Schema,
  value: object,
  known: { readonly shape: unknown } | undefined,
): known is { readonly shape: z.output<Schema> } {
  return known !== undefined && shapes.get(schema)?.get(value) === known;
}

/** An object of a kind, with the place where it ends up. */
export interface Placed<Shape> extends Read<Shape> {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Reads every object of a kind.
 *
 * @param apis the groups of its API, such as `apps`; `v1` is the core group
 * @param problems as for {@link readAs}
 */
export function readEach<Schema extends z.ZodType<{ metadata: Metadata }>>(
  schema: Schema,
  { kind, apis }: { readonly kind: string; readonly apis: readonly string[] },
  objects: readonly Found[],
  problems: string[],
): readonly Placed<z.output<Schema>>[] {
  const isOfApi = ({ apiVersion }: Found) =>
    apis.some((api) => apiVersion === api || apiVersion.startsWith(`${api}/`));
  return ofKind(objects, kind).flatMap((found) => {
    if (!isOfApi(found)) return [];
    const read = readAs(schema, found, problems);
    if (read === undefined) return [];
    const { name, namespace = DEFAULT_NAMESPACE } = read.value.metadata;
    return [{ ...read, name, namespace }];
  });
}

const kindsOf = new WeakMap<readonly Found[], ReadonlyMap<string, readonly Found[]>>();

/** The objects of a kind: whoever reads one kind reads twenty more, and does not go through all objects for each. */
function ofKind(objects: readonly Found[], kind: string): readonly Found[] {
  const known = kindsOf.get(objects) ?? byKind(objects);
  kindsOf.set(objects, known);
  return known.get(kind) ?? [];
}

function byKind(objects: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
  const kinds = new Map<string, Found[]>();
  for (const found of objects) {
    const others = kinds.get(found.kind);
    if (others === undefined) kinds.set(found.kind, [found]);
    else others.push(found);
  }
  return kinds;
}

const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with fields',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function messageOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return `found ${issue.keys.join(', ')}, which is no field here`;
  if (issue.code !== 'invalid_type') return issue.message;
  return `found ${foundText(value)}, expected ${EXPECTED[issue.expected] ?? issue.expected}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '') || 'the object';
}

/** `NetworkPolicy shop/allow-web`, as far as the object says so. */
export function titleOf({ kind, value }: Pick<Found, 'kind' | 'value'>): string {
  const metadata = value.metadata;
  if (typeof metadata !== 'object' || metadata === null) return kind;
  const text = (key: string) => {
    const given: unknown = Object.entries(metadata).find(([name]) => name === key)?.[1];
    return typeof given === 'string' ? given : undefined;
  };
  return `${kind} ${[text('namespace'), text('name') ?? '(no name)'].filter(Boolean).join('/')}`;
}
