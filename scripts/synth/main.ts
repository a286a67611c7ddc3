import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { implement, type Tools } from '../command-line/command.ts';
import type { Options } from './command.ts';
import { LookAhead } from './look-ahead.ts';
import { synth } from './usage.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/synth', import.meta.url));

/** What the command may use of the repository. */
export interface Places {
  readonly dist: string;
  readonly cache: string;
  readonly ahead: LookAhead | undefined;
}

type RenderRepository = (options: Options, tools: Tools, places: Places) => Promise<0 | 1>;

const program = z.object({
  renderRepository: z.custom<RenderRepository>((value) => typeof value === 'function'),
});

export const main = implement(synth, async ({ options }, tools) => {
  const { out = dist, check, uncached } = options;
  // The charts and the libraries that they are made with take a quarter of a second to load.
  const ahead = check || uncached ? undefined : LookAhead.start(cache, out);
  const { renderRepository } = program.parse(await tools.load('scripts/synth/repository.ts'));
  return renderRepository(options, tools, { dist, cache, ahead });
});
