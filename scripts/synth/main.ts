import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './command.ts';
import { codeDigest } from './digest.ts';
import { everyUnit, fleetMistakes, loadDeclaredFleet } from './units.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

let code: string | undefined;
process.exitCode = run(process.argv.slice(2), {
  loadFleet: loadDeclaredFleet,
  units: everyUnit,
  mistakes: fleetMistakes,
  out: join(repository, 'dist'),
  cache: {
    directory: join(repository, 'node_modules/.cache/synth'),
    code: () => {
      code ??= codeDigest(repository);
      return code;
    },
  },
});
