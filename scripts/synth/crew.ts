import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../command-line/thread.ts';
import { type Answer, answerSchema, type WorkerTask } from './worker-messages.ts';

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
