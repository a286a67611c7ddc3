import { fields, type Path } from './read.ts';

/** A text in an object, and where. */
export interface TextPlace {
  readonly path: Path;
  readonly text: string;
}

/** Deeper is no object of Kubernetes; one that holds itself has no end. */
const DEEPEST = 40;

/**
 * Every text in a value.
 *
 * @param isWanted asked before the place of a text is noted, which costs more than most questions; left out: all of them
 */
export function textPlaces(value: unknown, isWanted?: (text: string) => boolean): readonly TextPlace[] {
  const found: TextPlace[] = [];
  const path: (string | number)[] = [];
  const walk = (part: unknown): void => {
    if (path.length > DEEPEST) return;
    if (typeof part === 'string') {
      if (isWanted === undefined || isWanted(part)) found.push({ path: [...path], text: part });
    } else if (Array.isArray(part)) {
      for (let index = 0; index < part.length; index++) step(index, part[index]);
    } else if (typeof part === 'object' && part !== null) {
      const own = fields(part);
      for (const key of Object.keys(own)) step(key, own[key]);
    }
  };
  const step = (key: string | number, part: unknown): void => {
    path.push(key);
    walk(part);
    path.pop();
  };
  walk(value);
  return found;
}
