import type { SchemaNode } from '../schema/node.ts';
import { isFields } from '../state/read.ts';

/** Words that CEL keeps for itself. */
const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** A field's name as rules write it: `x-kubernetes` becomes `x__dash__kubernetes`. */
function escapedName(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

/** A value as CEL's rules see it: typed by its schema, with defaults filled in, and nothing that the schema doesn't name. */
export function celValue(node: SchemaNode, value: unknown, isRoot = false): unknown {
  if (value === null || value === undefined) return null;
  if (node.intOrString) return typeof value === 'number' ? BigInt(Math.trunc(value)) : value;
  if (typeof value === 'number')
    return node.type === 'number' ? value : Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'string' && (node.format === 'date-time' || node.format === 'date'))
    return new Date(value);
  if (Array.isArray(value)) {
    const { items } = node;
    return items ? value.map((item) => celValue(items, item)) : value;
  }
  if (!isFields(value)) return value;
  const { additional } = node;
  if (additional) {
    return new Map(
      Object.entries(value).map(([key, own]): [string, unknown] => [key, celValue(additional, own)]),
    );
  }
  const result = new Map<string, unknown>();
  for (const key of Object.keys(node.properties)) {
    const property = node.property(key);
    const written = Object.hasOwn(value, key) ? value[key] : undefined;
    const own =
      written === undefined || (written === null && property?.nullable !== true)
        ? property?.default
        : written;
    if (property && own !== undefined) result.set(escapedName(key), celValue(property, own));
  }
  if (isRoot || node.embedded) addIdentity(result, value);
  return result;
}

/** Of every object, rules see these. */
function addIdentity(result: Map<string, unknown>, value: Readonly<Record<string, unknown>>): void {
  for (const key of ['apiVersion', 'kind']) if (typeof value[key] === 'string') result.set(key, value[key]);
  const metadata = isFields(value.metadata) ? value.metadata : {};
  const names = ['name', 'generateName'].filter((key) => typeof metadata[key] === 'string');
  result.set('metadata', new Map(names.map((key) => [key, metadata[key]])));
}
