import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import { startThread } from '../command-line/thread.ts';
import { remembered } from './cache.ts';
import { END, type Surveyed, type SurveyTask } from './survey-messages.ts';

/** About 20,000 files: to look whether somebody has touched them takes as long as a thread needs until it begins. */
const BYTES_THAT_PAY = 2_000_000;

/** Far more than one cluster takes on a busy machine. */
const PATIENCE = 5000;

/**
 * Looks which files of earlier runs somebody has touched since, in a thread of its own that needs nothing of the fleet, while this
 * one loads. A run in which little has changed does hardly anything else.
 */
export class Survey {
  readonly #thread: Worker;
  readonly #port: MessagePort;
  readonly #told: Int32Array;
  readonly #patience: number;
  readonly #surveyed = new Map<string, { readonly time: number; readonly touched: ReadonlySet<string> }>();
  #over = false;

  /**
   * A survey of an output folder; undefined where it would not pay.
   *
   * @param directory where the caches of earlier runs are
   * @param least how many bytes of them pay for a thread
   */
  static ahead(directory: string, out: string, least = BYTES_THAT_PAY): Survey | undefined {
    const caches = remembered(directory, resolve(out));
    const bytes = [...caches.values()].reduce((sum, size) => sum + size, 0);
    if (availableParallelism() === 1 || bytes < least) return undefined;
    return new Survey({ directory, out: resolve(out), clusters: [...caches.keys()] });
  }

  /** @param patience milliseconds without a word of the thread after which this one looks itself */
  constructor(task: Pick<SurveyTask, 'directory' | 'out' | 'clusters'>, patience = PATIENCE) {
    this.#patience = patience;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#told = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: SurveyTask = { ...task, port: port2, told: this.#told };
    this.#thread = startThread('scripts/synth/survey-thread.ts', { workerData, transferList: [port2] });
    // It only saves work: without its word this thread looks itself.
    this.#thread.on('error', () => {});
  }

  /**
   * The units of a cluster some of whose files were touched. Waits for the thread.
   *
   * @param time of the cache that is asked about
   * @returns undefined where the thread has not seen that cache
   */
  touched(cluster: string, time: number): ReadonlySet<string> | undefined {
    for (;;) {
      const told = Atomics.load(this.#told, 0);
      this.#receive();
      const surveyed = this.#surveyed.get(cluster);
      if (surveyed !== undefined) return surveyed.time === time ? surveyed.touched : undefined;
      this.#over ||= told === END;
      if (this.#over) return undefined;
      this.#over = Atomics.wait(this.#told, 0, told, this.#patience) === 'timed-out';
    }
  }

  async end(): Promise<void> {
    this.#port.close();
    await this.#thread.terminate();
  }

  #receive(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) return;
      const { cluster, time, touched }: Surveyed = received.message;
      this.#surveyed.set(cluster, { time, touched: new Set(touched) });
    }
  }
}
