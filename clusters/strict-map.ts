import { z } from 'zod';

/**
 * A map with a fixed set of keys. An unknown key is refused, and the message lists the known ones: a misspelt
 * optional key would otherwise be a setting that does nothing.
 */
export function strictMap<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `one of the keys ${keys}` : `a map with the keys ${keys}`,
  });
}
