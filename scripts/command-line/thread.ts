import { Worker, type WorkerOptions } from 'node:worker_threads';

const launcher = new URL('../run.mjs', import.meta.url);

/**
 * Starts another thread with a program in TypeScript, which is bundled as that of a command is.
 *
 * @param program its file, from the root of the repository on
 */
export function startThread(program: string, options: Omit<WorkerOptions, 'argv'> = {}): Worker {
  return new Worker(launcher, { ...options, argv: [program] });
}
