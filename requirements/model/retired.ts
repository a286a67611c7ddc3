import { z } from 'zod';
import { readYaml, strictMap } from './read-yaml.ts';

/** The list of what the fleet no longer runs. */
export const RETIRED = 'requirements/retired.yaml';

const text = z.string({ error: 'a text' }).regex(/\S/, { error: 'a text' });

const entry = strictMap({
  /** As it was called in `clusters/`, in `apps/` or among the components of the platform. */
  name: text,
  kind: z.enum(['cluster', 'product', 'component', 'service']),
  /** Why it is gone; the rows that spoke of it show it. */
  reason: text,
  /** Who decided it. */
  owner: text,
});

const schema = z.array(entry, { error: 'a list of name, kind, reason and owner' });

/** Something that requirements speak of, and that was removed for good. */
export type Retired = z.infer<typeof entry>;

/** Reads the list. If there is no file, nothing was removed. */
export function readRetired(source = ''): {
  readonly retired: readonly Retired[];
  readonly problems: readonly string[];
} {
  const { value = [], problems } = readYaml(RETIRED, source, schema.optional());
  return { retired: value, problems };
}

/**
 * The entry that answers for what is missing: a cluster, component or service where a folder has its name or a file ends
 * with it, a product also where either begins with it.
 *
 * @param place a path, or names with anything else between them
 */
export function retiredOf(place: string, retired: readonly Retired[]): Retired | undefined {
  const words = place.split(/[^\w.-]+/).map((word) => word.replace(/\.(yaml|test\.ts|ts)$/, ''));
  return retired.find(({ kind, name }) =>
    words.some(
      (word) =>
        word === name ||
        word.endsWith(`-${name}`) ||
        (kind === 'product' && (word.startsWith(`${name}-`) || word.includes(`-${name}-`))),
    ),
  );
}
