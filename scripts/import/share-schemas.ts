import type { OpenApiSchema } from '../schemas/open-api-schema.ts';

/** A reference costs more than it saves below this many characters. */
const WORTH_SHARING = 120;

/** Schemas in which every large part stands once, below `definitions`, where it is needed twice. */
export interface SharedSchemas {
  readonly schemas: readonly unknown[];
  readonly definitions: Readonly<Record<string, unknown>>;
}

/**
 * The same schemas with equal parts written once: a pod's template alone stands hundreds of times in the CRDs of
 * operators. References look like `{"$ref":"#/definitions/12"}`.
 */
export function shareSchemas(schemas: readonly OpenApiSchema[]): SharedSchemas {
  const counts = new Map<string, number>();
  for (const schema of schemas) count(schema, counts);
  const names = new Map<string, string>();
  const definitions: Record<string, unknown> = {};
  const share = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(share);
    if (typeof value !== 'object' || value === null) return value;
    const text = JSON.stringify(value);
    const shared = isSchema(value) && text.length > WORTH_SHARING && (counts.get(text) ?? 0) > 1;
    const known = names.get(text);
    if (shared && known !== undefined) return { $ref: known };
    const changed = Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, share(nested)]));
    if (!shared) return changed;
    const name = `${names.size}`;
    names.set(text, `#/definitions/${name}`);
    definitions[name] = changed;
    return { $ref: `#/definitions/${name}` };
  };
  return { schemas: schemas.map(share), definitions };
}

/** Counts each part; what stands inside a part that was seen before is not counted again. */
function count(value: unknown, counts: Map<string, number>): void {
  if (Array.isArray(value)) for (const nested of value) count(nested, counts);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (isSchema(value)) {
    const text = JSON.stringify(value);
    const seen = counts.get(text) ?? 0;
    counts.set(text, seen + 1);
    if (seen > 0) return;
  }
  for (const nested of Object.values(value)) count(nested, counts);
}

function isSchema(value: object): boolean {
  return 'type' in value && typeof value.type === 'string';
}
