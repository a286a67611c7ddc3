import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { keep, STAMP, stampOf } from './run/kept.mjs';
import { traceBack } from './run/stack-trace.mjs';

// A command of a few seconds runs most of its code too seldom to earn back what V8 spends on optimizing it, in Node 20 a fifth of the
// processor time of a render: there code is optimized after five times as many bytes of it have run. Later ones have no such flag.
if (process.version.startsWith('v20.')) setFlagsFromString('--interrupt-budget=675840');
// Other threads that sweep and copy a small heap wait for each other longer than they save: a twentieth of the processor time of a
// render. A thread that renders beside this one has no processor left for them either.
setFlagsFromString('--no-concurrent-sweeping');
setFlagsFromString('--no-parallel-scavenge');
// What is compiled at the start is kept for the next run at the end, when V8 would have thrown some of it away.
setFlagsFromString('--no-flush-bytecode');

/** Folder of the repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** For the packages that are not bundled. */
const require = createRequire(import.meta.url);

/**
 * Loads a TypeScript file and returns what it exports. It is bundled first, with the packages that it needs: hundreds of files
 * one by one take ten times as long. The bundle is kept until one of its files changes, and with it what V8 made of it, which
 * takes half of the rest.
 */
export async function load(program) {
  const kept = join(
    root,
    'node_modules/.cache/run',
    relative(root, resolve(root, program)).replaceAll(/[^\w-]/g, '_'),
  );
  const bundle = current(kept) ?? (await bundled(program, kept));
  const compiled = bundle.id && compiledFrom(`${kept}.compiled`, bundle.id);
  const script = new Script(bundle.text, { filename: bundle.file, cachedData: compiled });
  if (bundle.id && (compiled === undefined || script.cachedDataRejected)) {
    uncompiled.push({ file: `${kept}.compiled`, id: bundle.id, script });
  }
  traceBack(bundle.file, bundle.map);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  return module.exports;
}

async function bundled(program, kept) {
  const { bundle } = await import('./run/bundle.mjs');
  try {
    return await bundle(root, program, kept);
  } catch (error) {
    // esbuild has printed its own errors, with file and line.
    if (!('errors' in error)) throw error;
    process.exit(1);
  }
}

/** The bundle that is kept, if it is of this folder and its files are as they were. */
function current(kept) {
  const file = `${kept}.js`;
  try {
    const text = readFileSync(file, 'utf8');
    const { of, id, files } = JSON.parse(text.slice(text.lastIndexOf(STAMP) + STAMP.length));
    const isCurrent =
      of === root &&
      Object.entries(files).every(([path, stamp]) => stampOf(statSync(join(root, path))) === stamp);
    return isCurrent ? { text, id, file, map: () => readFileSync(`${kept}.map`, 'utf8') } : undefined;
  } catch {
    return undefined;
  }
}

/** What V8 made of a bundle in an earlier run: it looks at nothing but the length of the text, so that the text is named first. */
function compiledFrom(file, id) {
  if (!existsSync(file)) return undefined;
  try {
    const bytes = readFileSync(file);
    return bytes.toString('latin1', 0, id.length) === id ? bytes.subarray(id.length) : undefined;
  } catch {
    return undefined;
  }
}

/** Bundles of which V8 had nothing from an earlier run. */
const uncompiled = [];

// By then each has what was compiled because it was called.
process.once('exit', () => {
  for (const { file, id, script } of uncompiled) {
    keep(file, (made) => writeFileSync(made, Buffer.concat([Buffer.from(id), script.createCachedData()])));
  }
});

// As a program of its own: `node scripts/run.mjs FILE ARGS` runs a file that is not a command, and what it exports as `main`.
const [node = '', self = '', program = '', ...args] = process.argv;
if (resolve(self) === fileURLToPath(import.meta.url)) {
  process.argv = [node, resolve(program), ...args];
  const { main } = await load(resolve(program));
  await main?.({ load });
}
