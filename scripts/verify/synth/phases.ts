import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CLOCK, STAGED, WORKSPACE } from '../../synth/write.ts';
import { type Ended, type Started, startSynth } from './run.ts';
import type { Tree } from './states.ts';

/** What synth does one after the other. */
export const PHASES = ['loading', 'rendering', 'staging', 'placing', 'remembering', 'documents'] as const;

export type Phase = (typeof PHASES)[number];

/** Each phase as it is counted. */
export const DOING: Readonly<Record<Phase, string>> = {
  loading: 'before it wrote anything',
  rendering: 'rendering',
  staging: 'while files were staged',
  placing: 'while files took their places',
  remembering: 'while caches were written',
  documents: 'while documents were written',
};

/** Objects are in `dist/<cluster>/<unit>/<namespace>/`. */
const OBJECTS = 3;

/** How long each phase of a synth takes that nobody stops, in milliseconds. */
export type Durations = Readonly<Record<Phase, number>>;

/** Runs a synth to its end, and watches it. */
export async function watchSynth(folder: string): Promise<Ended & { readonly durations: Durations }> {
  const watch = new Watch(folder);
  const synth = startSynth(folder);
  const start = performance.now();
  const begins = { ...NO_TIME };
  for (const phase of PHASES) {
    await watch.until(phase, synth);
    begins[phase] = performance.now() - start;
  }
  const ended = await synth.ended;
  const durations = { ...NO_TIME };
  for (const [index, phase] of PHASES.entries()) {
    const next = PHASES[index + 1];
    const end = next === undefined ? ended.milliseconds : begins[next];
    durations[phase] = Math.max(0, end - begins[phase]);
  }
  return { ...ended, durations };
}

/** Sees in its folder how far a synth has come that begins after this was made. What one that was killed has left there is known. */
export class Watch {
  readonly #workspace: string;
  readonly #folders: readonly string[];
  readonly #before: { readonly entries: ReadonlyMap<string, number>; readonly folders: readonly number[] };

  constructor(folder: string) {
    this.#workspace = join(folder, 'dist', WORKSPACE);
    this.#folders = foldersOf(join(folder, 'dist'), OBJECTS);
    const entries = namesIn(this.#workspace).map((name): [string, number] => [name, this.#timeOf(name)]);
    this.#before = { entries: new Map(entries), folders: this.#folders.map(timeOf) };
  }

  /** Waits until a synth has come to a phase, or has ended. */
  async until(phase: Phase, synth: Started): Promise<void> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    synth.ended.then(over, over);
    for (const each of PHASES.slice(0, PHASES.indexOf(phase) + 1))
      while (!isOver && !this.#hasCome(each)) await wait(1);
  }

  /**
   * What a synth was doing when it was killed, by what it has left.
   *
   * @returns undefined where it had done all of it
   */
  phaseOf({
    before,
    left,
    wanted,
  }: {
    readonly before: Tree;
    readonly left: Tree;
    readonly wanted: Tree;
  }): Phase | undefined {
    if (!isApart(left, before)) {
      if (!this.#isLocked()) return 'loading';
      return this.#hasStaged() ? 'staging' : 'rendering';
    }
    if (isApart(ofDist(left), ofDist(wanted))) return 'placing';
    if (this.#isLocked()) return 'remembering';
    return isApart(left, wanted) ? 'documents' : undefined;
  }

  #hasCome(phase: Phase): boolean {
    switch (phase) {
      case 'loading':
        return true;
      case 'rendering':
        return this.#isLocked();
      case 'staging':
        return this.#hasStaged();
      case 'placing':
        return this.#folders.some((each, index) => timeOf(each) !== this.#before.folders[index]);
      case 'remembering':
        return this.#isNew(CLOCK) || !existsSync(this.#workspace);
      case 'documents':
        return !existsSync(this.#workspace);
    }
  }

  /** Whether it writes there, and has said so. */
  #isLocked(): boolean {
    return namesIn(this.#workspace).some((name) => name.startsWith('running-') && this.#isNew(name));
  }

  #hasStaged(): boolean {
    return this.#isNew(STAGED) && namesIn(join(this.#workspace, STAGED)).length > 0;
  }

  #isNew(name: string): boolean {
    const time = this.#timeOf(name);
    return time !== 0 && time !== this.#before.entries.get(name);
  }

  #timeOf(name: string): number {
    return timeOf(join(this.#workspace, name));
  }
}

const NO_TIME: Durations = {
  loading: 0,
  rendering: 0,
  staging: 0,
  placing: 0,
  remembering: 0,
  documents: 0,
};

/** When something was changed; 0 where it is not there. */
function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** What is in a folder, which may go just when it is asked. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Folders so far below another one. */
function foldersOf(folder: string, depth: number): readonly string[] {
  if (depth === 0) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => foldersOf(join(folder, name), depth - 1));
}

function ofDist(tree: Tree): Tree {
  return new Map([...tree].filter(([path]) => path.startsWith('dist/')));
}

function isApart(one: Tree, other: Tree): boolean {
  return one.size !== other.size || [...one].some(([path, text]) => other.get(path) !== text);
}
