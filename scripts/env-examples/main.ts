import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fail, runCommand } from '../run-command.ts';
import { renderedClusters } from '../synth/dist-index.ts';
import { environmentExample } from './example.ts';
import { objectsOf } from './objects.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HELP = `npm run env:examples [-- --check]  write clusters/<name>/.env.example from dist/; --check: exit 1 where one is stale
`;

function main(): void {
  const { values } = parseArgs({
    options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  for (const cluster of renderedClusters(join(ROOT, 'dist'))) {
    const file = join('clusters', cluster, '.env.example');
    const text = environmentExample(cluster, objectsOf(join(ROOT, 'dist', cluster)));
    const path = join(ROOT, file);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    if (values.check) fail(`${file} is stale. Run npm run env:examples and commit what changed.`);
    else {
      writeFileSync(path, text);
      process.stdout.write(`${file}\n`);
    }
  }
}

runCommand(main);
