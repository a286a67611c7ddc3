import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ClusterCache, remembered } from './cache.ts';

const launcher = new URL('../run.mjs', import.meta.url);

/** About 20,000 files: of fewer this thread knows as soon as another one has started. */
const BYTES_THAT_PAY = 2_000_000;

/** What is known of a cluster: nothing, that nothing was touched, or that this thread finds out for itself. */
const [UNKNOWN, UNTOUCHED, TAKEN] = [0, 1, 2];

/** What the thread that looks ahead is given; both threads see the same two arrays. */
export interface Look {
  readonly directory: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  readonly clusters: readonly string[];
  /** A number for each cluster. */
  readonly states: Uint8Array;
  /** Since when nothing of it was touched, in milliseconds; to be read where the state says so. */
  readonly times: Float64Array;
}

/** A look at these clusters that has not begun. */
export function newLook(directory: string, out: string, clusters: readonly string[]): Look {
  const states = new Uint8Array(new SharedArrayBuffer(clusters.length));
  const times = new Float64Array(new SharedArrayBuffer(clusters.length * Float64Array.BYTES_PER_ELEMENT));
  return { directory, out: resolve(out), clusters, states, times };
}

/** Does the work of the other thread: from the last cluster on, until it meets this one. */
export function lookThrough({ directory, out, clusters, states, times }: Look): void {
  for (const [index, cluster] of [...clusters.entries()].toReversed()) {
    if (Atomics.load(states, index) === TAKEN) break;
    const cache = new ClusterCache(directory, out, cluster);
    if (!cache.areAllUntouched()) continue;
    times[index] = cache.time;
    Atomics.compareExchange(states, index, UNKNOWN, UNTOUCHED);
  }
}

/**
 * Another thread asks the file system whether anything of a cluster was touched while this one loads the fleet and begins with
 * the first of them. Of a large fleet in which little has changed, that is half of the work.
 */
export class LookAhead {
  readonly #look: Look;

  constructor(look: Look) {
    this.#look = look;
  }

  /**
   * Starts the other thread; undefined where it would not pay.
   *
   * @param from how many bytes of caches do
   */
  static start(
    directory: string,
    out: string,
    from = BYTES_THAT_PAY,
    onExit: () => void = () => {},
  ): LookAhead | undefined {
    const { clusters, bytes } = remembered(directory, resolve(out));
    if (bytes < from) return undefined;
    const look = newLook(directory, out, clusters);
    const worker = new Worker(launcher, { argv: ['scripts/synth/look-ahead-worker.ts'], workerData: look });
    // It only saves time: nobody waits for it, and what it has not found out is asked again.
    worker.unref();
    worker.on('error', onExit);
    worker.on('exit', onExit);
    return new LookAhead(look);
  }

  /**
   * The time of the cache since which nothing of a cluster was touched; undefined where that is not known, and from then on left
   * to the caller.
   */
  untouchedSince(cluster: string): number | undefined {
    const { clusters, states, times } = this.#look;
    const index = clusters.indexOf(cluster);
    if (index === -1) return undefined;
    const known = Atomics.compareExchange(states, index, UNKNOWN, TAKEN);
    return known === UNTOUCHED ? times[index] : undefined;
  }
}
