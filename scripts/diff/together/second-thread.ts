import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import { startThread } from '../../command-line/thread.ts';
import type { Question } from './messages.ts';

/** One thread is done with fewer files than this before another one has started. */
export const FILES_THAT_PAY = availableParallelism() < 2 ? Number.POSITIVE_INFINITY : 10_000;

const PROGRAM = 'scripts/diff/together/worker.ts';

/** A thread that does a part of the work. It only saves time: what it cannot answer, this one finds out for itself. */
export class SecondThread {
  readonly #program: string;
  #worker: Worker | undefined;
  #hasFailed = false;
  #answers = 0;

  private constructor(program: string) {
    this.#program = program;
  }

  /** Does some work with such a thread, which ends with it. */
  static async with<Result>(
    work: (second: SecondThread) => Promise<Result>,
    program = PROGRAM,
  ): Promise<Result> {
    const second = new SecondThread(program);
    try {
      return await work(second);
    } finally {
      await second.#worker?.terminate();
    }
  }

  /** How many questions it has answered. */
  get answers(): number {
    return this.#answers;
  }

  /** Asks it, and starts it for the first question; what comes back is undefined where it has no answer. */
  async ask<Answer>(question: Question, schema: z.ZodType<Answer>): Promise<Answer | undefined> {
    if (this.#hasFailed) return undefined;
    const worker = this.#started();
    const ends = new AbortController();
    const answers = [once(worker, 'message', ends), once(worker, 'exit', ends).then(() => [])];
    worker.postMessage(question);
    try {
      const [message]: readonly unknown[] = await Promise.race(answers);
      const answer = message === undefined ? undefined : schema.parse(message);
      this.#hasFailed = answer === undefined;
      if (answer !== undefined) this.#answers++;
      return answer;
    } catch {
      this.#hasFailed = true;
      return undefined;
    } finally {
      ends.abort();
    }
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = startThread(this.#program, {
      // What is read lives until the end, and takes long to be moved again and again among what is young.
      resourceLimits: { maxYoungGenerationSizeMb: 192 },
    });
    worker.on('error', () => {
      this.#hasFailed = true;
    });
    this.#worker = worker;
    return worker;
  }
}
