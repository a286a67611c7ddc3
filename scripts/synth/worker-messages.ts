import { z } from 'zod';
import type { Turns } from './turns.ts';

/** What a worker is to do. */
export const taskSchema = z.strictObject({
  out: z.string(),
  /** All of the run, those first that are taken first. */
  clusters: z.array(z.string()),
  turns: z.custom<Turns>((value) => value instanceof Int32Array),
  /** Where files wait for the commit; left out: their texts come with the answer. */
  staged: z.string().optional(),
  cache: z.strictObject({ directory: z.string(), code: z.string() }).optional(),
});

const paths = z.array(z.string());

/** What a worker answers: a plan for each cluster, or why there is none. */
export const answerSchema = z.union([
  z.strictObject({ mistake: z.string() }),
  z.strictObject({
    plans: z.array(
      z.strictObject({
        cluster: z.string(),
        objects: z.number(),
        unchanged: z.number(),
        seconds: z.number(),
        added: paths,
        changed: paths,
        stale: paths,
        empty: paths,
        foreign: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
      }),
    ),
    texts: z.array(z.tuple([z.string(), z.string()])),
  }),
]);

/** What a worker is told when the folders are as planned: the file system's time. */
export const timeSchema = z.number();

export type WorkerTask = z.infer<typeof taskSchema>;
export type Answer = z.infer<typeof answerSchema>;
