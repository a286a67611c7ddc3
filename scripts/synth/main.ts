import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { implement, type Tools } from '../command-line/command.ts';
import type { Options } from './command.ts';
import type { Program } from './crew.ts';
import { Survey } from './survey.ts';
import { synth } from './usage.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/synth', import.meta.url));

/** What the command may use of the repository. */
export interface Places {
  readonly dist: string;
  readonly cache: string;
  readonly worker: Program;
  /** What looks at the output folder while this thread loads. */
  readonly survey: Survey | undefined;
}

const worker: Program = { file: 'scripts/synth/worker.ts' };

type RenderRepository = (options: Options, tools: Tools, places: Places) => Promise<0 | 1>;

const program = z.object({
  renderRepository: z.custom<RenderRepository>((value) => typeof value === 'function'),
});

export const main = implement(synth, async ({ options }, tools) => {
  // A check trusts nothing that is remembered, and whoever chooses clusters needs little of it.
  const { out = dist, check, uncached, cluster, shard } = options;
  const takesAll = !check && !uncached && cluster === undefined && shard === undefined;
  const survey = takesAll ? Survey.ahead(cache, out) : undefined;
  try {
    const { renderRepository } = program.parse(await tools.load('scripts/synth/repository.ts'));
    return await renderRepository(options, tools, { dist, cache, worker, survey });
  } finally {
    await survey?.end();
  }
});
