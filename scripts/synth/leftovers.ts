import { join } from 'node:path';
import { type ClusterIndex, type Hashes, hashesOf, INDEX, readIndex } from './cluster-index.ts';
import { Failure } from './failure.ts';
import { type Folder, readEntries, readTree } from './folder.ts';

const NOTHING: Folder = { files: new Set(), folders: new Set() };

/** What stands in a cluster's folder beyond what was rendered. */
export class Leftovers {
  /** Files of earlier runs: those that the index lists. They go. */
  readonly stale: string[] = [];
  /** Files that others have put there. They stay, but Argo CD would apply them. */
  readonly foreign: string[] = [];
  readonly index: ClusterIndex;
  readonly #path: string;
  readonly #top: Folder;

  constructor(path: string) {
    this.#path = path;
    this.#top = readEntries(path);
    this.index = readIndex(path);
  }

  /** What stands in a unit's folder. */
  readUnit(unit: string): Folder {
    if (this.#top.files.has(unit)) {
      throw new Failure(`${join(this.#path, unit)} is a file, but a folder has to stand there. Remove it.`);
    }
    return this.#top.folders.has(unit) ? readTree(this.#path, unit) : NOTHING;
  }

  /**
   * Adds the files of a folder but the rendered ones.
   *
   * @returns whether some of them are foreign
   */
  add({ files }: Folder, rendered: ReadonlySet<string>): boolean {
    const before = this.foreign.length;
    let listed: { readonly unit: string; readonly hashes: Hashes } | undefined;
    for (const path of files) {
      if (rendered.has(path)) continue;
      const [unit = ''] = path.split('/', 1);
      if (listed?.unit !== unit) listed = { unit, hashes: hashesOf(this.index.units.get(unit) ?? []) };
      if (listed.hashes.has(path)) this.stale.push(path);
      else this.foreign.push(path);
    }
    return this.foreign.length > before;
  }

  /** Adds everything outside the folders of these units. */
  addAllBut(units: readonly string[]): void {
    for (const file of this.#top.files) if (file !== INDEX) this.foreign.push(file);
    const rendered = new Set(units);
    for (const folder of this.#top.folders) {
      if (!rendered.has(folder)) this.add(readTree(this.#path, folder), new Set());
    }
    this.stale.sort();
    this.foreign.sort();
  }
}
