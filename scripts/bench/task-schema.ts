import { z } from 'zod';

/** What one process of the benchmark does; it comes as JSON in the first argument. */
export const taskSchema = z.strictObject({
  kind: z.enum(['synth', 'stock', 'floor', 'reach', 'check', 'diff']),
  clusters: z.int().positive(),
  services: z.int().positive(),
  out: z.string(),
  cache: z.string(),
  /** What the tree is compared with, where that is measured. */
  base: z.string().optional(),
  /** The value that one of the services is declared with. */
  changed: z.string(),
  /** How many render side by side, where synth is measured; 0: as many as pay. */
  threads: z.int().nonnegative(),
});

/** What a thread has to know to make the same fleet. */
export const sizedSchema = taskSchema.pick({ clusters: true, services: true, changed: true });

/** What it prints, as JSON. */
export const resultSchema = z.strictObject({
  objects: z.int(),
  written: z.int(),
  cpuSeconds: z.number(),
  peakMegabytes: z.number(),
});

/** What renders a task's fleet beside another thread. */
export function workerOf({ clusters, services, changed }: Task) {
  return { file: 'scripts/bench/worker.ts', more: { clusters, services, changed } };
}

export type Task = z.infer<typeof taskSchema>;
export type Result = z.infer<typeof resultSchema>;
