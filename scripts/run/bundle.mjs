import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { keep, STAMP, stampOf, UNFINISHED } from './kept.mjs';

/** Packages that read files beside them, or are large and asked for by few commands. */
const NOT_BUNDLED = ['axe-core', 'elkjs', 'esbuild', 'playwright-core', 'typescript'];

/** What a bundle depends on beside the files in it: the versions of all packages are in what npm writes of them. */
const MAKERS = [
  'scripts/run.mjs',
  'scripts/run/bundle.mjs',
  'scripts/run/kept.mjs',
  'package.json',
  'tsconfig.json',
  'node_modules/.package-lock.json',
];

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
 * Bundles a program and its packages as a function of `exports`, `require` and `module`, and keeps it where it can be.
 *
 * @param root folder of the repository
 * @param kept where it is kept, without the end of the name
 * @returns its text, file name and source map, and where it is kept its digest
 */
export async function bundle(root, program, kept) {
  prepare(dirname(kept));
  const file = `${kept}.js`;
  const start = Date.now();
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [resolve(root, program)],
    outfile: file,
    write: false,
    bundle: true,
    external: NOT_BUNDLED,
    // A program that stands elsewhere has the packages of the repository.
    nodePaths: [join(root, 'node_modules')],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // A script has no way to import a module.
    supported: { 'dynamic-import': false },
    banner: { js: '(function (exports, require, module) { "use strict";' },
    footer: { js: '})' },
    sourcemap: 'external',
    // Node reads the lines that an error shows from the files themselves.
    sourcesContent: false,
    metafile: true,
    plugins: [ownAddresses],
  });
  const [map, code] = ['.map', '.js'].map((end) => outputFiles.find(({ path }) => path.endsWith(end)).text);
  const made = { text: code, file, map: () => map };
  const own = Object.keys(metafile.inputs).filter((path) => !/node_modules\/[^.]/.test(path));
  const files = [...own, ...MAKERS];
  // Of a program elsewhere nothing is left behind. A file that changed meanwhile may stand there as it was before.
  if (!resolve(root, program).startsWith(root)) return made;
  const stats = files.map((path) => [path, statSync(join(root, path))]);
  if (stats.some(([, { mtimeMs }]) => mtimeMs >= start)) return made;
  const id = createHash('sha256').update(code).digest('hex');
  const stamps = Object.fromEntries(stats.map(([path, each]) => [path, stampOf(each)]));
  const text = `${code}${STAMP}${JSON.stringify({ of: root, id, files: stamps })}`;
  keep(`${kept}.map`, (path) => writeFileSync(path, map));
  keep(file, (path) => writeFileSync(path, text));
  return { ...made, text, id };
}

/** Makes the folder of the bundles, and takes away what was not finished there. */
function prepare(folder) {
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    // Nothing is kept where nothing can be written.
    return;
  }
  for (const name of readdirSync(folder)) {
    const id = UNFINISHED.exec(name)?.[1];
    if (id !== undefined && !isAlive(Number(id))) rmSync(join(folder, name), { force: true });
  }
}

function isAlive(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
