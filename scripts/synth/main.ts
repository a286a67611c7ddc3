import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { render } from './command.ts';
import { codeDigest } from './digest.ts';
import { fleetUnits } from './units.ts';
import { synth } from './usage.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

let code: string | undefined;
export const main = implement(synth, ({ options }) =>
  render(options, {
    loadFleet,
    units: fleetUnits,
    out: join(repository, 'dist'),
    cache: {
      directory: join(repository, 'node_modules/.cache/synth'),
      code: () => {
        code ??= codeDigest(repository);
        return code;
      },
    },
  }),
);
