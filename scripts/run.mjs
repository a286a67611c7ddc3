import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Runs a TypeScript program: `node scripts/run.mjs scripts/synth/main.ts --cluster prod-eu`. It bundles our own files
 * first, each time, which takes 60 ms. tsx loads hundreds of files one by one and takes ten times as long for it.
 */
const [node = '', , program = '', ...args] = process.argv;
const folder = fileURLToPath(new URL('../node_modules/.cache/run', import.meta.url));
const bundle = join(folder, `${process.pid}.mjs`);

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

/**
 * What to tell of a declaration that takes something from what is not there: mostly two files import each other, and
 * one of them is run before the other has made what it exports. Undefined for a fault anywhere else.
 */
function refusedDeclaration({ name, message, stack = '' }) {
  if (name !== 'TypeError' && name !== 'ReferenceError') return undefined;
  const frame = /^ +at .*?\/((?:apps|platform|scripts)\/[^:()]+:\d+)/m.exec(stack)?.[1];
  if (frame === undefined || frame.startsWith('scripts/')) return undefined;
  const [, taken] = /reading '([^']+)'|property '([^']+)'/.exec(message) ?? [];
  const found = taken === undefined ? message : `nothing to take ${taken} from`;
  return `${frame}: found ${found}, expected something that is made before this line. Where two files import each other, move what they share into a third. --stack shows the way there.`;
}

mkdirSync(folder, { recursive: true });
try {
  await build({
    entryPoints: [program],
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
  process.argv = [node, resolve(program), ...args];
  await import(pathToFileURL(bundle).href);
} catch (error) {
  process.exitCode = 1;
  // What a declaration refuses is a plain Error with a message for people; anything else is a mistake of this program.
  if (error.constructor === Error && !('errors' in error) && !args.includes('--stack'))
    console.error(error.message);
  else if (refusedDeclaration(error) !== undefined && !args.includes('--stack'))
    console.error(refusedDeclaration(error));
  // esbuild has printed its own errors, with file and line.
  else if (!('errors' in error)) throw error;
} finally {
  rmSync(bundle, { force: true });
}
