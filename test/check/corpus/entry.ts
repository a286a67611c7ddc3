import { z } from 'zod';

/** `Kind namespace/name`, or `Kind name` without a namespace; in a fleet with its cluster, `east:Kind namespace/name`. */
const reference = z.string().regex(/^([a-z-]+:)?[A-Z][A-Za-z0-9]* \S+$/);

/** Another value at a place of an object; a key or a whole list that isn't there is added. */
const set = z.strictObject({ object: reference, path: z.string().min(1), set: z.unknown() });

/** One more element at the end of a list of an object. */
const add = z.strictObject({ object: reference, path: z.string().min(1), add: z.unknown() });

/** A key or an element that an object has no more. */
const remove = z.strictObject({ object: reference, remove: z.string().min(1) });

/** A text that stands once in the manifest of an object, and another in its place. */
const replace = z.strictObject({ object: reference, from: z.string().min(1), to: z.string() });

/** A whole object that the base has no more. */
const without = z.strictObject({ without: reference });

/** More manifests at the end of a file. */
const append = z.strictObject({
  file: z.string().regex(/^([a-z-]+\/)?[a-z0-9-]+\.yaml$/),
  append: z.string().min(1),
});

export const edit = z.union([set, add, remove, replace, without, append]);

const change = {
  /** What is wrong or other, in words that name no rule. */
  name: z.string().min(1),
  base: z.string().regex(/^[a-z-]+$/),
  edits: z.array(edit).min(1),
};

export const mistake = z.strictObject({
  ...change,
  /** What breaks on a cluster: a sentence. */
  breaks: z.string().regex(/\.$/),
  severity: z.enum(['error', 'warning']),
  expects: z.strictObject({
    /** The objects that may be blamed, `Kind namespace/name` or only `Kind`: whichever side a rule chooses. */
    blames: z.array(z.string().regex(/^[A-Z][A-Za-z0-9]*( \S+)?$/)).min(1),
    /** What the message, the place or the advice must name; the case of letters doesn't matter. */
    says: z.string().refine(isPattern, 'is no regular expression'),
  }),
});

export const harmless = z.strictObject({
  ...change,
  /** Why it changes nothing that matters: a sentence. */
  because: z.string().regex(/\.$/),
});

export type Edit = z.infer<typeof edit>;

/** A fault that is put into a base. */
export type Mistake = z.infer<typeof mistake> & { readonly family: string };

/** A change of a base in which there is no fault. */
export type Harmless = z.infer<typeof harmless> & { readonly family: string };

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'i');
    return true;
  } catch {
    return false;
  }
}
