import { z } from 'zod';
import { didYouMean } from './nearest-name.ts';

/**
 * A map with a fixed set of keys. An unknown key is refused: a misspelt optional key would otherwise be a setting
 * that does nothing. The message of such an issue has a line for each of its keys, in their order.
 */
export function strictMap<Shape extends z.core.$ZodShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => expectedKey(key, known)).join('\n')
        : `a map with the keys ${known.join(', ')}`,
  });
}

function expectedKey(unknown: string, known: readonly string[]): string {
  const hint = didYouMean(unknown, known);
  return `one of the keys ${known.join(', ')}${hint}`;
}
