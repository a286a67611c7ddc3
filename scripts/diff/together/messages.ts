import { z } from 'zod';
import { type Change, RISKS } from '../change.ts';
import type { Origin } from '../sides/side.ts';

/** Texts as one, which costs a fraction of sending each: no path and no name has the character in it. */
const BETWEEN = '\0';

export function joined(texts: Iterable<string>): string {
  return [...texts].join(BETWEEN);
}

export function parted(text: string): readonly string[] {
  return text === '' ? [] : text.split(BETWEEN);
}

/** Files and the names of their contents, each joined. */
const files = z.strictObject({ paths: z.string(), names: z.string() });

export function packed(named: ReadonlyMap<string, string>): z.infer<typeof files> {
  return { paths: joined(named.keys()), names: joined(named.values()) };
}

export function unpacked({ paths, names }: z.infer<typeof files>): ReadonlyMap<string, string> {
  const contents = parted(names);
  return new Map(parted(paths).map((path, at) => [path, contents[at] ?? '']));
}

const side = z.strictObject({
  name: z.string(),
  title: z.string(),
  origin: z.custom<Origin>((value) => typeof value === 'object' && value !== null),
  files,
});

/** What the other thread is asked: to name the contents of a folder, or to assess the changes of some clusters. */
export const questionSchema = z.union([
  z.strictObject({ folder: z.string() }),
  z.strictObject({
    base: side,
    head: side,
    changes: z.custom<readonly Change[]>((value) => Array.isArray(value)),
  }),
]);

export const namedSchema = z.strictObject({ files, links: z.string() });

const connection = z.strictObject({
  cluster: z.string(),
  from: z.string(),
  to: z.string(),
  ports: z.array(z.string()).readonly(),
  conditions: z.array(z.string()).readonly(),
});

export const assessedSchema = z.strictObject({
  opened: z.array(connection).readonly(),
  closed: z.array(connection).readonly(),
  /** Places in both lists, one behind the other, with what is open beside each. */
  beside: z.array(z.tuple([z.int(), connection])),
  notes: z.array(z.string()).readonly(),
  judged: z.array(z.strictObject({ risk: z.enum(RISKS), reasons: z.array(z.string()).readonly() })),
});

export type Question = z.infer<typeof questionSchema>;
export type SentSide = z.infer<typeof side>;
export type Named = z.infer<typeof namedSchema>;
export type Assessed = z.infer<typeof assessedSchema>;
