import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { build } from 'esbuild';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Files that look for others beside them must not look beside the bundle. */
const ownAddresses = {
  name: 'own-addresses',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const address = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', address) };
    });
  },
};

let loaded = 0;

/**
 * Loads a TypeScript file and returns what it exports. It bundles our own files first, each time, which takes 60 ms.
 * tsx loads hundreds of files one by one and takes ten times as long for it.
 */
export async function load(program) {
  const folder = join(root, 'node_modules/.cache/run');
  const bundle = join(folder, `${process.pid}.${threadId}.${loaded++}.mjs`);
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      absWorkingDir: root,
      entryPoints: [resolve(root, program)],
      outfile: bundle,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      sourcemap: 'inline',
      plugins: [ownAddresses],
    });
    process.setSourceMapsEnabled(true);
    return await import(pathToFileURL(bundle).href);
  } catch (error) {
    // esbuild has printed its own errors, with file and line.
    if (!('errors' in error)) throw error;
    process.exit(1);
  } finally {
    rmSync(bundle, { force: true });
  }
}

// As a program of its own: `node scripts/run.mjs FILE ARGS` runs a file that is not a command.
const [node = '', self = '', program = '', ...args] = process.argv;
if (resolve(self) === fileURLToPath(import.meta.url)) {
  process.argv = [node, resolve(program), ...args];
  await load(resolve(program));
}
