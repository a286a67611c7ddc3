import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../command-line/thread.ts';
import { remembered } from './cache.ts';
import { type Answer, answerSchema, type WorkerTask } from './worker-messages.ts';

/** About 20,000 files: to look whether somebody has touched them takes as long as a thread needs until it begins. */
const BYTES_EACH = 2_000_000;

/** What a thread renders from: a file that calls `serve` with the same fleet and units, and what it needs for that. */
export interface Program {
  /** From the root of the repository on. */
  readonly file: string;
  readonly more?: unknown;
}

/** Threads beside this one, which load the fleet at once, and render when they are told what. */
export class Crew {
  readonly #workers: readonly Worker[];
  readonly #answers: Promise<readonly Answer[]>;

  constructor({ file, more }: Program, size: number) {
    this.#workers = Array.from({ length: size }, () => startThread(file, { workerData: more }));
    this.#answers = Promise.all(this.#workers.map(answerOf));
  }

  /**
   * A crew that loads while this thread does, for an output folder in which much is to be looked at even if little has changed;
   * undefined where it would not pay.
   *
   * @param directory where the caches of earlier runs are
   * @param each how many bytes of them pay for a thread
   */
  static ahead(program: Program, directory: string, out: string, each = BYTES_EACH): Crew | undefined {
    const { clusters, bytes } = remembered(directory, resolve(out));
    const threads = Math.min(availableParallelism(), clusters, Math.floor(bytes / each));
    return threads < 2 ? undefined : new Crew(program, threads - 1);
  }

  get size(): number {
    return this.#workers.length;
  }

  begin(task: WorkerTask): void {
    for (const worker of this.#workers) worker.postMessage(task);
  }

  answers(): Promise<readonly Answer[]> {
    return this.#answers;
  }

  /** Has them remember what they have rendered, and ends them. */
  async remember(time: number): Promise<void> {
    const ends = this.#workers.map((worker) => once(worker, 'exit'));
    for (const worker of this.#workers) worker.postMessage(time);
    await Promise.all(ends);
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** A worker that ends without an answer could not even load its sources. */
function answerOf(worker: Worker): Promise<Answer> {
  return new Promise((resolve) => {
    worker.once('message', (message) => resolve(answerSchema.parse(message)));
    worker.once('error', (error) => resolve({ mistake: String(error) }));
    worker.once('exit', (code) => resolve({ mistake: `A worker of synth ended with code ${code}.` }));
  });
}
