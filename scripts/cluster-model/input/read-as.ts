import { readFileSync } from 'node:fs';
import { isMap, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { z } from 'zod';
import { DEFAULT_NAMESPACE, type Metadata } from '../objects/fields.ts';
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
  const result = schema.safeParse(found.value);
  if (result.success) return { found, value: result.data };
  for (const issue of result.error.issues) {
    const line = lineOf(found, issue.path) ?? found.line;
    const what = messageOf(issue, valueAt(found.value, issue.path));
    problems.push(`${found.file}:${line}: ${titleOf(found)}: ${pathText(issue.path)}: ${what}.`);
  }
  return undefined;
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
  return objects.flatMap((found) => {
    if (found.kind !== kind || !isOfApi(found)) return [];
    const read = readAs(schema, found, problems);
    if (read === undefined) return [];
    const { name, namespace = DEFAULT_NAMESPACE } = read.value.metadata;
    return [{ ...read, name, namespace }];
  });
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

function foundText(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value) ?? typeof value;
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

/** The line of a value in its file; only a message needs it, so the file is read again. */
export function lineOf({ file, line, within }: Found, path: readonly PropertyKey[]): number | undefined {
  const counter = new LineCounter();
  let documents: ReturnType<typeof parseAllDocuments>;
  try {
    documents = parseAllDocuments(readFileSync(file, 'utf8'), { lineCounter: counter, logLevel: 'silent' });
  } catch {
    return undefined;
  }
  if (!Array.isArray(documents)) return undefined;
  const starts = documents.map(({ contents }) =>
    contents?.range ? counter.linePos(contents.range[0]).line : 0,
  );
  const document = documents[starts.findLastIndex((start) => start > 0 && start <= line)];
  const items = [...within.matchAll(/\[(\d+)\]/g)].flatMap(([, index]) => ['items', Number(index)]);
  let node: unknown = document?.contents;
  let last = starts.find((start) => start === line);
  for (const key of [...items, ...path]) {
    const next = step(node, key);
    if (next === undefined) break;
    node = next.value;
    last = counter.linePos(next.offset).line;
  }
  return last;
}

function step(
  node: unknown,
  key: PropertyKey,
): { readonly value: unknown; readonly offset: number } | undefined {
  if (isMap<Node, Node>(node)) {
    const pair = node.items.find((item) => String(item.key) === String(key));
    return pair?.key.range ? { value: pair.value, offset: pair.key.range[0] } : undefined;
  }
  if (isSeq<Node>(node) && typeof key === 'number') {
    const item = node.items[key];
    return item?.range ? { value: item, offset: item.range[0] } : undefined;
  }
  return undefined;
}
