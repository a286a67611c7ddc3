import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files that were written, until they are there for good: everything of them can be put back. */
export class Written {
  readonly #root: string;
  /** What was there before, by path; undefined: nothing. */
  readonly #before = new Map<string, Buffer | undefined>();
  readonly #folders: string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  /** Writes all of these files, or none of them. */
  write(files: ReadonlyMap<string, string>): void {
    try {
      for (const [file, text] of files) this.#put(file, text);
    } catch (error) {
      this.putBack();
      throw error;
    }
  }

  /** Remembers files that something else is about to write. */
  remember(files: readonly string[]): void {
    for (const file of files) {
      const path = join(this.#root, file);
      if (!this.#before.has(file)) this.#before.set(file, existsSync(path) ? readFileSync(path) : undefined);
    }
  }

  /** Everything as it was before. */
  putBack(): void {
    for (const [file, text] of this.#before) {
      const path = join(this.#root, file);
      if (text === undefined) rmSync(path, { force: true });
      else this.#replace(path, text);
    }
    for (const folder of this.#folders.reverse()) removeEmpty(folder);
    this.#before.clear();
    this.#folders.length = 0;
  }

  #put(file: string, text: string): void {
    this.remember([file]);
    const path = join(this.#root, file);
    this.#makeFolder(dirname(path));
    this.#replace(path, text);
  }

  #makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    this.#makeFolder(dirname(folder));
    mkdirSync(folder);
    this.#folders.push(folder);
  }

  /** The file is the old one or the new one, never half of it. */
  #replace(path: string, text: string | Buffer): void {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  }
}

/** Something that came into the folder meanwhile keeps it there. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not ours alone.
  }
}
