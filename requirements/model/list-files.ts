import { z } from 'zod';
import { strictMap } from './read-yaml.ts';
import { ROW_CLASSES } from './row.ts';

/** Why a row is outside the YAML of this repository is mostly this, so it is said in a word. */
const TERRAFORM = 'Terraform sets it inside AWS; no manifest needs a value of it, so no output is read.';

const text = z.string({ error: 'a text' }).regex(/\S/, { error: 'a text that says something' });

const clusters = z.tuple([text], text, { error: 'a list of at least one cluster' });

const outside = text.transform((where) => (where === 'terraform' ? TERRAFORM : where));

const row = strictMap({
  id: text,
  class: z.enum(ROW_CLASSES),
  /** What is asked for, in our words: the subject alone. */
  statement: text,
  /** What is there in place of what was asked for, and why. */
  otherwise: text.optional(),
  /** Who answers it, if no YAML of ours does; `terraform` for what is set only inside AWS. */
  outside: outside.optional(),
  /** What it waits for. */
  open: text.optional(),
}).refine((one) => answersOf(one) <= 1, { error: 'one of otherwise, outside, open, or none of them' });

const pitfall = strictMap({
  id: text,
  /** What would go wrong. */
  statement: text,
  outside: outside.optional(),
  open: text.optional(),
}).refine((one) => answersOf(one) <= 1, { error: 'one of outside, open, or none of them' });

function answersOf(entry: { otherwise?: unknown; outside?: unknown; open?: unknown }): number {
  return [entry.otherwise, entry.outside, entry.open].filter((answer) => answer !== undefined).length;
}

/** A file with the rows of a section, or with its pitfalls. */
export const sectionFile = strictMap({
  title: text,
  clusters: clusters.optional(),
  rows: z.array(row).min(1, { error: 'at least one row' }).optional(),
  pitfalls: z.array(pitfall).min(1, { error: 'at least one pitfall' }).optional(),
}).refine(({ rows, pitfalls }) => (rows === undefined) !== (pitfalls === undefined), {
  error: 'either rows or pitfalls',
});

export type SectionFile = z.infer<typeof sectionFile>;

const ids = z.array(
  strictMap({
    prefix: text,
    last: z.int({ error: 'a whole number' }).positive({ error: 'a number above 0' }),
    digits: z.int({ error: 'a whole number' }).optional(),
  }),
);

/** `document.yaml` of a list: its page, and which ids there have to be. */
export const documentFile = strictMap({
  document: text,
  title: text,
  introduction: text,
  clusters,
  ids: strictMap({ rows: ids, pitfalls: ids.optional() }),
});
