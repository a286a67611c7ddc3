import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { threadId } from 'node:worker_threads';

// A command of a few seconds runs most of its code too seldom to earn back what V8 spends on optimizing it, in Node 20 a fifth of the
// processor time of a render: there code is optimized after five times as many bytes of it have run. Later ones have no such flag.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=675840');

/** Folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const folder = join(root, 'node_modules/.cache/run');

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

/** What a bundle depends on beside our own TypeScript files. */
const MAKERS = ['scripts/run.mjs', 'package.json', 'tsconfig.json', 'node_modules/esbuild/package.json'];

let loaded = 0;

/**
 * Loads a TypeScript file and returns what it exports. Our own files are bundled first: tsx loads hundreds of files one by one and
 * takes ten times as long for it. The bundle is kept until one of its files changes, since most commands run more than once.
 */
export async function load(program) {
  const own = join(folder, `${process.pid}.${threadId}.${loaded++}.mjs`);
  const kept = join(folder, `${program.replaceAll(/[^\w-]/g, '_')}.kept`);
  try {
    mkdirSync(folder, { recursive: true });
    if (!isCurrent(kept)) await bundle(program, own, kept);
    else copyFileSync(kept, own);
    process.setSourceMapsEnabled(true);
    return await import(pathToFileURL(own).href);
  } catch (error) {
    // esbuild has printed its own errors, with file and line.
    if (!('errors' in error)) sayUnwritable(error);
    process.exit(1);
  } finally {
    rmSync(own, { force: true });
  }
}

/** Says it to people where the folder of the bundles takes nothing; any other error is thrown on. */
function sayUnwritable(error) {
  if (!error.path?.startsWith(folder)) throw error;
  console.error(
    `Cannot keep this command in its runnable form: ${error.message}\nMake room there, or give yourself the right to write there, and run it again.`,
  );
}

/** The last line of a bundle: the folder that it names throughout, and its files with their times and sizes. */
const STAMP = '\n// made of ';

function isCurrent(kept) {
  try {
    const text = readFileSync(kept, 'utf8');
    const { of, files } = JSON.parse(text.slice(text.lastIndexOf(STAMP) + STAMP.length));
    return of === root && Object.entries(files).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false;
  }
}

function stampOf(file) {
  const { mtimeMs, size } = statSync(join(root, file));
  return `${mtimeMs} ${size}`;
}

/** What a process that was killed has left, megabytes each time. */
function removeLeftovers() {
  for (const name of readdirSync(folder)) {
    const id = /^(\d+)\.\d+\.\d+\.mjs/.exec(name)?.[1];
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

async function bundle(program, own, kept) {
  removeLeftovers();
  const { build } = await import('esbuild');
  const start = Date.now();
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [resolve(root, program)],
    outfile: own,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'inline',
    // Node reads the lines that an error shows from the files themselves.
    sourcesContent: false,
    metafile: true,
    plugins: [ownAddresses],
  });
  const files = [...Object.keys(metafile.inputs), ...MAKERS];
  // Of a program elsewhere nothing is left behind. A file that changed meanwhile may stand there as it was before.
  if (!resolve(root, program).startsWith(root)) return;
  if (files.some((file) => statSync(join(root, file)).mtimeMs >= start)) return;
  const stamp = { of: root, files: Object.fromEntries(files.map((file) => [file, stampOf(file)])) };
  const made = `${own}.made`;
  writeFileSync(made, `${readFileSync(own, 'utf8')}${STAMP}${JSON.stringify(stamp)}`);
  renameSync(made, kept);
}

// As a program of its own: `node scripts/run.mjs FILE ARGS` runs a file that is not a command, and what it exports as `main`.
const [node = '', self = '', program = '', ...args] = process.argv;
if (resolve(self) === fileURLToPath(import.meta.url)) {
  process.argv = [node, resolve(program), ...args];
  const { main } = await load(resolve(program));
  await main?.({ load });
}
