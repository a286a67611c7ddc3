import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { implement, type Tools } from '../command-line/command.ts';
import type { Options } from './command.ts';
import { Crew, type Program } from './crew.ts';
import { synth } from './usage.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/synth', import.meta.url));

/** What the command may use of the repository. */
export interface Places {
  readonly dist: string;
  readonly cache: string;
  readonly worker: Program;
  /** Threads that load the same while this one does. */
  readonly crew: Crew | undefined;
}

const worker: Program = { file: 'scripts/synth/worker.ts' };

type RenderRepository = (options: Options, tools: Tools, places: Places) => Promise<0 | 1>;

const program = z.object({
  renderRepository: z.custom<RenderRepository>((value) => typeof value === 'function'),
});

export const main = implement(synth, async ({ options }, tools) => {
  // Whoever chooses clusters or threads may need none.
  const { out = dist, check, cluster, shard, workers } = options;
  const takesAll = !check && cluster === undefined && shard === undefined && workers === 0;
  const crew = takesAll ? Crew.ahead(worker, cache, out) : undefined;
  try {
    const { renderRepository } = program.parse(await tools.load('scripts/synth/repository.ts'));
    return await renderRepository(options, tools, { dist, cache, worker, crew });
  } finally {
    await crew?.dismiss();
  }
});
