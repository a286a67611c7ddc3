/** A type of YAML that is neither a list nor a map. */
export type PlainType = 'string' | 'number' | 'boolean' | 'null';

/** What may stand at a place of a chart's values. */
export type ValueShape =
  | { readonly is: 'any' }
  | { readonly is: 'plain'; readonly types: readonly PlainType[] }
  | { readonly is: 'choice'; readonly values: readonly (string | number | boolean)[] }
  | { readonly is: 'list'; readonly of: ValueShape }
  | MapShape
  | { readonly is: 'either'; readonly shapes: readonly ValueShape[] };

export interface MapShape {
  readonly is: 'map';
  readonly fields: ReadonlyMap<string, ValueField>;
  /** What stands under any other key; without it there is no other. */
  readonly rest?: ValueShape | undefined;
}

export interface ValueField {
  readonly shape: ValueShape;
  /** What the chart takes where nothing is said, if it says so. */
  readonly default?: unknown;
}

export const ANY: ValueShape = { is: 'any' };
export const SCALAR: ValueShape = { is: 'plain', types: ['string', 'number', 'boolean'] };

export function mapOf(fields: ReadonlyMap<string, ValueField>, rest?: ValueShape): MapShape {
  return { is: 'map', fields, rest };
}

/** A shape for all that has one of these, as one where they agree. */
export function either(shapes: readonly ValueShape[]): ValueShape {
  const flat = shapes.flatMap((shape) => (shape.is === 'either' ? shape.shapes : [shape]));
  if (flat.some(({ is }) => is === 'any')) return ANY;
  const maps = flat.filter((shape) => shape.is === 'map');
  const lists = flat.filter((shape) => shape.is === 'list');
  const plain = new Set(flat.flatMap((shape) => (shape.is === 'plain' ? shape.types : [])));
  const choices = new Set(flat.flatMap((shape) => (shape.is === 'choice' ? shape.values : [])));
  const [map] = maps;
  const made: ValueShape[] = [
    ...(map === undefined ? [] : [maps.slice(1).reduce(oneMap, map)]),
    ...(lists.length === 0 ? [] : [{ is: 'list', of: either(lists.map(({ of }) => of)) } as const]),
    ...(plain.size === 0 ? [] : [{ is: 'plain', types: [...plain] } as const]),
    ...(choices.size === 0 ? [] : [{ is: 'choice', values: [...choices] } as const]),
  ];
  const [only] = made;
  if (only === undefined) return ANY;
  return made.length === 1 ? only : { is: 'either', shapes: made };
}

function oneMap(one: MapShape, other: MapShape): MapShape {
  const fields = new Map(one.fields);
  for (const [name, field] of other.fields) {
    const known = fields.get(name);
    fields.set(
      name,
      known === undefined ? { shape: field.shape } : { shape: either([known.shape, field.shape]) },
    );
  }
  const rests = [one.rest, other.rest].filter((rest) => rest !== undefined);
  return mapOf(fields, rests.length === 0 ? undefined : either(rests));
}
