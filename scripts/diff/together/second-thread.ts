import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { Question } from './messages.ts';

const launcher = new URL('../../run.mjs', import.meta.url);

/** A thread that does a part of the work. It only saves time: what it cannot answer, this one finds out for itself. */
export class SecondThread {
  #worker: Worker | undefined;
  #hasFailed = false;

  /** Asks it, and starts it for the first question; what comes back is undefined where it has no answer. */
  async ask<Answer>(question: Question, schema: z.ZodType<Answer>): Promise<Answer | undefined> {
    if (this.#hasFailed) return undefined;
    const worker = this.#started();
    const ends = new AbortController();
    const answers = [once(worker, 'message', ends), once(worker, 'exit', ends).then(() => [])];
    worker.postMessage(question);
    try {
      const [message]: readonly unknown[] = await Promise.race(answers);
      return message === undefined ? this.#failed() : schema.parse(message);
    } catch {
      return this.#failed();
    } finally {
      ends.abort();
    }
  }

  #failed(): undefined {
    this.#hasFailed = true;
  }

  /** Does some work with such a thread, which ends with it. */
  static async with<Result>(work: (second: SecondThread) => Promise<Result>): Promise<Result> {
    const second = new SecondThread();
    try {
      return await work(second);
    } finally {
      await second.#worker?.terminate();
    }
  }

  #started(): Worker {
    this.#worker ??= new Worker(launcher, {
      argv: ['scripts/diff/together/worker.ts'],
      // What is read lives until the end: moving it from one small place for young objects to the next takes longer than the work.
      resourceLimits: { maxYoungGenerationSizeMb: 192 },
    });
    return this.#worker;
  }
}
