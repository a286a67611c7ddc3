import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadFleet } from '../../clusters/index.ts';
import { implement } from '../command-line/command.ts';
import { prove } from './prove.ts';
import { contractProve } from './usage.ts';

const CLUSTERS = fileURLToPath(new URL('../../clusters', import.meta.url));

export const main = implement(contractProve, () => {
  const files = loadFleet().clusters.map(({ name }) => [name, join(CLUSTERS, name, 'terraform.json')]);
  prove(Object.fromEntries(files), (line) => process.stdout.write(`${line}\n`));
});
