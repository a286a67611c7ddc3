#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// A reader such as head may go before all is written: what is left is for nobody, and the exit code stays what it is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Every command of this repository starts here: npx fleet COMMAND, and npm run COMMAND.
if (existsSync(fileURLToPath(new URL('../node_modules/esbuild', import.meta.url)))) {
  const { load, root } = await import('./run.mjs');
  const folder = process.cwd();
  // The commands name files from the root on, wherever the user stands.
  process.chdir(root);
  const { main } = await load('scripts/fleet/main.ts');
  process.exitCode = await main(process.argv.slice(2), { load, root, folder, environment: process.env });
} else {
  console.error('The dependencies are not installed. Run npm ci first.');
  process.exitCode = 1;
}
