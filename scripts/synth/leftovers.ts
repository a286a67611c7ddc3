import { emptyFolders, type Folder } from './folder.ts';
import { whyForeign } from './own-file.ts';

/** Something in the output folder that synth did not write. It stays, and is reported each time. */
export interface Foreign {
  /** From the output folder on. */
  readonly path: string;
  /** How it shows. */
  readonly reason: string;
}

/** What stands in the output folder beyond what is rendered. Paths are from the output folder on. */
export class Leftovers {
  /** Files of earlier runs. They go. */
  readonly stale: string[] = [];
  /** Folders with nothing in them. They go. */
  readonly empty: string[] = [];
  /** What others have put there. It stays, but Argo CD would apply it. */
  readonly foreign: Foreign[] = [];
  readonly #out: string;

  constructor(out: string) {
    this.#out = out;
  }

  /**
   * Adds what stands in a folder but the rendered files.
   *
   * @returns whether something of it is foreign
   */
  add(folder: Folder, rendered: ReadonlySet<string> = new Set()): boolean {
    const before = this.foreign.length;
    for (const path of folder.files) {
      if (rendered.has(path)) continue;
      const reason = whyForeign(this.#out, path);
      if (reason === undefined) this.stale.push(path);
      else this.foreign.push({ path, reason });
    }
    for (const [path, what] of folder.others) this.foreign.push({ path, reason: `it is ${what}` });
    for (const path of emptyFolders(folder)) if (!isBelowOne(path, rendered)) this.empty.push(path);
    return this.foreign.length > before;
  }

  sort(): void {
    this.stale.sort();
    this.empty.sort();
    this.foreign.sort((one, other) => (one.path < other.path ? -1 : 1));
  }
}

/** Whether a file that is yet to be written stands below a folder. */
function isBelowOne(folder: string, files: ReadonlySet<string>): boolean {
  for (const file of files) if (file.startsWith(`${folder}/`)) return true;
  return false;
}
