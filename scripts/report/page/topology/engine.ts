import elk from 'elkjs/lib/elk-api.js';
import type { LayoutEngine } from '../../data/topology/arrange.ts';
import { load } from '../data.ts';

let starting: Promise<LayoutEngine> | undefined;

/** ELK in a worker, so that the page answers while it works; it is loaded when a view first needs it. */
export function engine(): Promise<LayoutEngine> {
  starting ??= start();
  return starting;
}

async function start(): Promise<LayoutEngine> {
  const program = await load('layout-engine');
  // A page from disk may start no worker from a file, but it may from a text that it has.
  const url = URL.createObjectURL(new Blob([String(program)], { type: 'text/javascript' }));
  return new elk.default({ workerFactory: () => new Worker(url) });
}
