import { fields, type Path } from './read.ts';

/** A text in an object, and where. */
export interface TextPlace {
  readonly path: Path;
  readonly text: string;
}

/** Deeper is no object of Kubernetes; one that holds itself has no end. */
const DEEPEST = 40;

/** Every text in a value. */
export function* textPlaces(value: unknown, path: Path = [], depth = 0): Generator<TextPlace> {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textPlaces(item, [...path, index], depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(fields(value)))
      yield* textPlaces(item, [...path, key], depth + 1);
  }
}
