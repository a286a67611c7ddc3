import type { MessagePort } from 'node:worker_threads';

/** What the thread of a survey is to do. Both sides are of one run of one program, and that one loads no parser. */
export interface SurveyTask {
  readonly directory: string;
  readonly out: string;
  readonly clusters: readonly string[];
  readonly port: MessagePort;
  /** Goes up with each cluster, in memory that both threads see; at last {@link END}. */
  readonly told: Int32Array;
}

/** What it tells of a cluster: the cache that it has read, by its time, and the units that are not as that one says. */
export interface Surveyed {
  readonly cluster: string;
  readonly time: number;
  readonly touched: readonly string[];
}

export const END = -1;
