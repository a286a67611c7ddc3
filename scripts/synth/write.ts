import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { INDEX_FILE } from '../../clusters/layout.ts';
import { parentOf } from './folder.ts';
import { lock, removeIfEmpty } from './lock.ts';
import { Staging } from './staging.ts';

/** Folder inside the output folder, on the same file system: a finished file needs only a rename. */
export const WORKSPACE = '.synth';

/** In the workspace: where files wait until they take their places. */
export const STAGED = 'staged';

/** In the workspace from the moment on in which all files are in their places. */
export const CLOCK = 'clock';

/** Some 20 ms, longer than a tick of the kernel's clock. */
const MOST_TOUCHES = 2000;

/** What will change in the output folder. Paths are from there on. */
export interface Changes {
  /** The staged files that are new. */
  readonly added: readonly string[];
  /** The staged files that take the place of others. */
  readonly changed: readonly string[];
  /** Files that go, with the folders that become empty. */
  readonly stale: readonly string[];
  /** Folders that go, as nothing stands in them. */
  readonly empty: readonly string[];
}

/**
 * Writes an output folder so that it is untouched until everything is rendered, and so that a kill at any moment
 * leaves whole files: the next synth knows each of them by its content and puts right what is missing.
 */
export class Transaction {
  /** Where files wait for the commit: others may put some there, see {@link Staging}. */
  readonly staged: string;
  readonly #out: string;
  readonly #staging: Staging;
  readonly #madeOut: boolean;
  readonly #release: () => void;
  #stopped = false;

  /** @throws Mistake when another synth writes there */
  constructor(out: string) {
    this.#out = out;
    this.#madeOut = !existsSync(out);
    this.#release = lock(join(out, WORKSPACE));
    this.staged = join(out, WORKSPACE, STAGED);
    try {
      rmSync(this.staged, { recursive: true, force: true });
      this.#staging = new Staging(this.staged);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Writes a file that takes its place at the commit. */
  stage(path: string, text: string): void {
    this.#staging.add(path, text);
  }

  /** Puts everything in its place. */
  commit(changes: readonly Changes[]): void {
    for (const change of changes) this.#assertWritable(change);
    this.#stopped = true;
    for (const _step of this.steps(changes)) {
      // Each step is one change of the file system; the tests stop after each of them.
    }
    this.#stopped = false;
  }

  /** The changes of the output folder, one a step, in an order in which each of them may be the last. */
  *steps(changes: readonly Changes[]): Generator<string> {
    yield* this.#move(this.staged, this.#out);
    for (const { stale } of changes) {
      for (const path of stale) yield this.#remove(path);
      for (const path of stale) yield* this.#removeEmptied(parentOf(path));
    }
    // What is deeper goes first.
    for (const { empty } of changes) for (const path of empty.toReversed()) yield* this.#removeEmptied(path);
    // A list that says less than there is does no harm; one that says more would.
    const index = join(this.staged, INDEX_FILE);
    if (existsSync(index)) yield this.#rename(index, join(this.#out, INDEX_FILE));
  }

  /** The file system's time, later than that of anything written so far unless its clock is coarse. */
  time(): number {
    const first = this.#touch();
    for (let attempt = 0; attempt < MOST_TOUCHES; attempt++) {
      const time = this.#touch();
      if (time > first) return time;
    }
    return first;
  }

  #touch(): number {
    const file = join(this.#out, WORKSPACE, CLOCK);
    writeFileSync(file, '');
    return statSync(file).ctimeMs;
  }

  /** Releases the folder; what was staged and not committed is discarded. */
  end(): void {
    // If the commit was interrupted there may be no index yet, and the workspace shows the next synth whose folder it is.
    if (this.#stopped) for (const name of readdirSync(this.staged)) this.#discard(join(this.staged, name));
    else this.#discard(this.staged);
    rmSync(join(this.#out, WORKSPACE, CLOCK), { force: true });
    this.#release();
    if (this.#madeOut) removeIfEmpty(this.#out);
  }

  /** A folder that is not there yet is renamed as a whole; into others the files go one by one, the index last. */
  *#move(from: string, to: string): Generator<string> {
    if (!existsSync(to)) {
      yield this.#rename(from, to);
      return;
    }
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) yield* this.#move(source, target);
      else if (source !== join(this.staged, INDEX_FILE)) yield this.#rename(source, target);
    }
  }

  /** Removes a folder that is empty, and those above it that become so. */
  *#removeEmptied(path: string): Generator<string> {
    for (let folder = path; folder !== ''; folder = parentOf(folder)) {
      if (!removeIfEmpty(join(this.#out, folder))) break;
      yield `removed ${folder}`;
    }
  }

  #rename(from: string, to: string): string {
    renameSync(from, to);
    return `put ${to}`;
  }

  #remove(path: string): string {
    rmSync(join(this.#out, path), { force: true });
    return `removed ${path}`;
  }

  #discard(path: string): void {
    rmSync(path, { recursive: true, force: true });
  }

  /** Before the first change, so that a folder without write permission does not stop the commit half-way. */
  #assertWritable({ added, changed, stale, empty }: Changes): void {
    const known = new Map<string, boolean>();
    const isThere = (folder: string): boolean => {
      let there = known.get(folder);
      if (there === undefined) {
        // Below a folder that is not there nothing is.
        there = (folder === '' || isThere(parentOf(folder))) && existsSync(join(this.#out, folder));
        known.set(folder, there);
      }
      return there;
    };
    const checked = new Set<string>();
    for (const paths of [added, changed, stale, empty]) {
      let last: string | undefined;
      for (const path of paths) {
        let folder = parentOf(path);
        if (folder === last) continue;
        last = folder;
        while (folder !== '' && !isThere(folder)) folder = parentOf(folder);
        if (!checked.has(folder)) accessSync(join(this.#out, folder), constants.W_OK | constants.X_OK);
        checked.add(folder);
      }
    }
  }
}
