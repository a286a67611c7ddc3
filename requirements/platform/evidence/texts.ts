import { parse } from 'yaml';
import { code, type Json, type Matcher, meets, says } from '../../model/expected.ts';
import { query } from '../../model/query.ts';

/** A text in YAML or JSON, such as a configuration in a ConfigMap, with these values at these paths. */
export function inside(values: Readonly<Record<string, Json | Matcher>>): Matcher {
  const all = Object.entries(values);
  return {
    says: all.map(([path, expected]) => `has ${code(path)}, which ${says(expected)}`).join('; '),
    holds: (text) => {
      const document = parsed(text);
      return (
        document !== undefined && all.every(([path, expected]) => meets(query(document, path), expected))
      );
    },
  };
}

/** The document that a text holds; undefined where it holds none. */
export function parsed(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** A list of texts, or one text with commas, that has all of these. */
export function all(...parts: readonly string[]): Matcher {
  return {
    says: `has ${parts.map(code).join(', ')}`,
    holds: (value) => {
      const found: unknown = typeof value === 'string' ? value.split(',') : value;
      return Array.isArray(found) && parts.every((part) => found.includes(part));
    },
  };
}

/** A text that begins so, and goes on. */
export function beginning(prefix: string): Matcher {
  return {
    says: `begins with ${code(prefix)}`,
    holds: (value) => typeof value === 'string' && value.startsWith(prefix) && value.length > prefix.length,
  };
}

/** This value, which meets what the row asks as well: a declaration may choose within the bounds of the row. */
export function declared(words: string, value: Json, bound: Matcher): Matcher {
  return {
    says: `= ${words} (${bound.says})`,
    holds: (found) => meets(found, value) && bound.holds(found),
  };
}

/** A text with all of these parts. */
export function containsText(...parts: readonly string[]): Matcher {
  return {
    says: `has ${parts.map(code).join(', ')}`,
    holds: (value) => typeof value === 'string' && parts.every((part) => value.includes(part)),
  };
}

/** A list of texts that is not empty, and has this one nowhere. */
export function without(element: string): Matcher {
  return {
    says: `has no ${code(element)}`,
    holds: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((one) => typeof one === 'string' && one !== element),
  };
}
