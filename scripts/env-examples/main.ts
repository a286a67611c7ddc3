import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { implement } from '../command-line/command.ts';
import { fail } from '../command-line/tell.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import { environmentExample } from './example.ts';
import { objectsOf } from './objects.ts';
import { envExamples } from './usage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const main = implement(envExamples, ({ options: { check } }) => {
  for (const cluster of renderedClusters(join(ROOT, 'dist'))) {
    const file = join('clusters', cluster, '.env.example');
    const text = environmentExample(cluster, objectsOf(join(ROOT, 'dist', cluster)));
    const path = join(ROOT, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (check) fail(`${file} is stale. Run npm run env:examples and commit what changed.`);
    else {
      writeFileSync(path, text);
      process.stdout.write(`${file}\n`);
    }
  }
});
