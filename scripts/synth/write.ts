import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { INDEX, unitedIndex } from './cluster-index.ts';
import { lock, removeIfEmpty } from './lock.ts';

/** Folder inside the output folder, on the same file system: a finished file needs only a rename. */
export const WORKSPACE = '.synth';

/** Some 20 ms, longer than a tick of the kernel's clock. */
const MOST_TOUCHES = 2000;

/** What will change in a cluster's folder. */
export interface Changes {
  readonly cluster: string;
  /** Paths of the staged files that are new in the folder. */
  readonly added: readonly string[];
  /** Paths of the staged files that take the place of others. */
  readonly changed: readonly string[];
  readonly stale: readonly string[];
  /** Text of the index as it was found; empty where there was none. */
  readonly listed: string;
  /** Its new text; empty where the cluster is gone. */
  readonly index: string;
}

/**
 * Writes an output folder so that it is untouched until everything is rendered, and so that a kill at any moment
 * leaves whole files, each of them listed in its cluster's index: the next synth puts right what is missing.
 */
export class Transaction {
  readonly #out: string;
  readonly #staged: string;
  readonly #madeOut: boolean;
  readonly #release: () => void;
  readonly #folders = new Set<string>();

  /** @throws Failure when another synth writes there */
  constructor(out: string) {
    this.#out = out;
    this.#madeOut = !existsSync(out);
    this.#release = lock(join(out, WORKSPACE));
    this.#staged = join(out, WORKSPACE, 'staged');
    try {
      rmSync(this.#staged, { recursive: true, force: true });
      this.#makeFolder(this.#staged);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Writes a file that takes its place at the commit. */
  stage(path: string, text: string): void {
    const file = `${this.#staged}/${path}`;
    this.#makeFolder(dirname(file));
    writeFileSync(file, text, { flag: 'wx' });
  }

  /** Puts everything in its place. */
  commit(changes: readonly Changes[]): void {
    for (const change of changes) this.#assertWritable(change);
    for (const _step of this.steps(changes)) {
      // Each step is one change of the file system; the tests stop after each of them.
    }
  }

  /** The changes of the output folder, one a step, in an order in which each of them may be the last. */
  *steps(changes: readonly Changes[]): Generator<string> {
    for (const change of changes) this.#stageIndex(change);
    for (const { cluster, stale, index } of changes) {
      const folder = join(this.#out, cluster);
      const staged = join(this.#staged, cluster);
      if (existsSync(`${staged}.index`)) yield this.#rename(`${staged}.index`, join(folder, INDEX));
      if (existsSync(staged)) yield* this.#move(staged, folder);
      for (const path of stale) yield this.#remove(join(folder, path));
      yield* this.#removeEmptied(folder, stale);
      if (existsSync(join(staged, INDEX))) yield this.#rename(join(staged, INDEX), join(folder, INDEX));
      if (index !== '') continue;
      yield this.#remove(join(folder, INDEX));
      removeIfEmpty(folder);
    }
  }

  /** Everything is on the disk before the first change: a full disk is noticed in time. */
  #stageIndex({ cluster, added, listed, index }: Changes): void {
    if (index !== '' && index !== listed) this.stage(`${cluster}/${INDEX}`, index);
    // Files appear only after an index lists them: what an index does not list is never removed.
    if (added.length > 0 && existsSync(join(this.#out, cluster))) {
      this.stage(`${cluster}.index`, unitedIndex(listed, index));
    }
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
    const file = join(this.#staged, 'clock');
    writeFileSync(file, '');
    return statSync(file).ctimeMs;
  }

  /** Frees the folder; what was staged and not committed is gone. */
  end(): void {
    rmSync(this.#staged, { recursive: true, force: true });
    this.#release();
    if (this.#madeOut) removeIfEmpty(this.#out);
  }

  /** A folder that is not there yet is renamed as a whole; into others the files go one by one, not the index. */
  *#move(from: string, to: string): Generator<string> {
    if (!existsSync(to)) {
      yield this.#rename(from, to);
      return;
    }
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      if (entry.isDirectory()) yield* this.#move(join(from, entry.name), join(to, entry.name));
      else if (entry.name !== INDEX) yield this.#rename(join(from, entry.name), join(to, entry.name));
    }
  }

  *#removeEmptied(folder: string, removed: readonly string[]): Generator<string> {
    for (const path of removed) {
      for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
        if (!removeIfEmpty(join(folder, parent))) break;
        yield `removed ${parent}`;
      }
    }
  }

  #rename(from: string, to: string): string {
    renameSync(from, to);
    return `put ${to}`;
  }

  #remove(path: string): string {
    rmSync(path, { force: true });
    return `removed ${path}`;
  }

  #makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  /** Before the first change, so that a folder without write permission does not stop the commit half-way. */
  #assertWritable({ cluster, added, changed, stale, listed, index }: Changes): void {
    const root = join(this.#out, cluster);
    const writable = constants.W_OK | constants.X_OK;
    if (!existsSync(root)) return;
    if (index !== listed) accessSync(root, writable);
    const checked = new Set(['.']);
    for (const paths of [added, changed, stale]) {
      for (const path of paths) {
        let folder = dirname(path);
        while (!checked.has(folder) && !existsSync(join(root, folder))) {
          checked.add(folder);
          folder = dirname(folder);
        }
        if (!checked.has(folder)) accessSync(join(root, folder), writable);
        checked.add(folder);
      }
    }
  }
}
