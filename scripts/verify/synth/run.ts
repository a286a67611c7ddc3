import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { WORKSPACE } from '../../synth/write.ts';

/** Objects are in `dist/<cluster>/<unit>/<namespace>/`. */
const OBJECTS = 3;

/** How a synth ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly status: number | undefined;
  readonly output: string;
  readonly milliseconds: number;
}

/** A synth that is on its way, with the processes and threads that it has started. */
export interface Started {
  readonly ended: Promise<Ended>;
  /** As a power cut would: nobody is asked, and nobody can tidy up. */
  readonly kill: () => void;
}

/** Starts a synth in a repository; whoever stops it, stops all of it. */
export function startSynth(folder: string): Started {
  const start = performance.now();
  const child = spawn(process.execPath, ['scripts/fleet.mjs', 'synth'], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ status: code ?? undefined, output, milliseconds: performance.now() - start }),
    );
  });
  return { ended, kill: () => killGroup(child) };
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  process.kill(-pid, 'SIGKILL');
}

/** Whether a program has stopped with words for people: with an exit code of its own, and without a stack trace. */
export function isOrderly({ status, output }: Pick<Ended, 'status' | 'output'>): boolean {
  return status === 1 && output.trim() !== '' && !/^\s+at .+:\d+:\d+\)?$/m.test(output);
}

/** How long the parts of a synth take that nobody stops, in milliseconds. */
export interface Phases {
  readonly rendering: number;
  /** Files take their places in `dist/`, or go. */
  readonly placing: number;
  /** Documents follow. */
  readonly documents: number;
}

/** Runs a synth to its end, and watches it. */
export async function watchSynth(folder: string): Promise<Ended & { readonly phases: Phases }> {
  const synth = startSynth(folder);
  const start = performance.now();
  await firstPlaced(folder, synth);
  const rendering = performance.now() - start;
  await until(() => !existsSync(join(folder, 'dist', WORKSPACE)), synth);
  const placing = performance.now() - start - rendering;
  const ended = await synth.ended;
  const documents = Math.max(0, ended.milliseconds - placing - rendering);
  return { ...ended, phases: { rendering, placing, documents } };
}

/** Waits until the first file of `dist/` has taken its place, or the synth has ended. */
export async function firstPlaced(folder: string, synth: Started): Promise<void> {
  const folders = foldersOf(join(folder, 'dist'), OBJECTS);
  const times = () => folders.map((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  const before = times();
  await until(() => times().some((time, index) => time !== before[index]), synth);
}

/** Waits until something is so, or the synth has ended. */
async function until(holds: () => boolean, { ended }: Started): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  ended.then(over, over);
  while (!isOver && !holds()) await wait(1);
}

/** Folders so far below another one. */
function foldersOf(folder: string, depth: number): readonly string[] {
  if (depth === 0) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => foldersOf(join(folder, name), depth - 1));
}
