import { statSync } from 'node:fs';
import { parentOf } from './folder.ts';

/**
 * When files of a folder were changed, as the kernel says: that time (ctime) moves with every write and rename, and cannot be
 * set. Folders count too, as a whole one may be exchanged for another.
 */
export class FileTimes {
  readonly #out: string;
  readonly #roots: readonly string[];
  readonly #folders = new Map<string, number>();

  /**
   * @param out absolute path of the folder
   * @param roots the folders in it whose own times do not count
   */
  constructor(out: string, roots: readonly string[]) {
    this.#out = out;
    this.#roots = roots;
  }

  /** Whether files have the content that they had at a moment. Those of the same tick of the clock count as changed. */
  areBefore(time: number, paths: readonly string[]): boolean {
    let last: string | undefined;
    for (const path of paths) {
      const folder = parentOf(path);
      if (folder !== last && this.#ofFolder(folder) >= time) return false;
      last = folder;
      if (this.#of(path) >= time) return false;
    }
    return true;
  }

  /** When what a folder holds, by name, or where it stands was changed last. */
  #ofFolder(path: string): number {
    if (path === '') return Number.POSITIVE_INFINITY;
    let time = this.#folders.get(path);
    if (time === undefined) {
      const above = this.#roots.includes(path) ? 0 : this.#ofFolder(parentOf(path));
      time = Math.max(above, this.#of(path));
      this.#folders.set(path, time);
    }
    return time;
  }

  /** What is missing has changed and will not be as it was. */
  #of(path: string): number {
    return statSync(`${this.#out}/${path}`, { throwIfNoEntry: false })?.ctimeMs ?? Number.POSITIVE_INFINITY;
  }
}
