import { z } from 'zod';
import { RISKS } from '../../../scripts/diff/change.ts';

/** `Kind namespace/name`, or `Kind name` where it stands in no namespace. */
const reference = z.string().regex(/^[A-Z][A-Za-z0-9]* \S+$/);

const pattern = z.string().refine((text) => {
  try {
    return new RegExp(text, 'i') instanceof RegExp;
  } catch {
    return false;
  }
}, 'is no regular expression');

/** What a reviewer is owed; `none` where nothing may be shown. */
const risk = z.enum([...RISKS, 'none']);

/** Values by path, `spec.containers[web].image`, of each object. */
const values = z.record(reference, z.record(z.string(), z.unknown()));

const texts = z.record(z.string(), z.string());

export const unseenCase = z.strictObject({
  /** What is done, in words. */
  name: z.string().min(1),
  /** The tree that is changed, a folder beside the cases; without one there is only what the case itself has. */
  base: z.string().optional(),
  /** Manifests that are there before and after. */
  both: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  /** Whole files, for what is about the form of a text. */
  files: z.strictObject({ before: texts, after: texts }).optional(),
  set: values.optional(),
  append: values.optional(),
  unset: z.record(reference, z.array(z.string())).optional(),
  gone: z.array(reference).optional(),
  /** One risk, or each that can be defended. */
  risk: z.union([risk, z.array(risk)]),
  /** The objects that the change is told of; default: those that are edited. */
  on: z.array(reference).optional(),
  action: z.enum(['added', 'removed', 'changed', 'renamed', 'moved']).optional(),
  /** What the reasons must say. */
  says: pattern.optional(),
  /** What no reason may say. */
  never: pattern.optional(),
});

export type UnseenCase = z.infer<typeof unseenCase>;
