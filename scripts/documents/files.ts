import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '../../requirements/model/files.ts';

export type { Files };

/** The files of the repository, except those that a synth would change: these are as it would leave them. */
export class RenderedFiles implements Files {
  /**
   * @param root folder of the repository
   * @param changed what synth would write, by path
   * @param stale what it would remove
   */
  constructor(
    private readonly root: string,
    private readonly changed: ReadonlyMap<string, string> = new Map(),
    private readonly stale: ReadonlySet<string> = new Set(),
  ) {}

  text(path: string): string | undefined {
    const changed = this.changed.get(path);
    if (changed !== undefined || this.stale.has(path)) return changed;
    const whole = join(this.root, path);
    return existsSync(whole) ? readFileSync(whole, 'utf8') : undefined;
  }

  /** The same files, with some more that would be written. */
  with(documents: readonly { readonly path: string; readonly text: string }[]): RenderedFiles {
    const more = documents.map(({ path, text }): [string, string] => [path, text]);
    return new RenderedFiles(this.root, new Map([...this.changed, ...more]), this.stale);
  }

  below(folder: string): readonly string[] {
    const whole = join(this.root, folder);
    const found = existsSync(whole)
      ? readdirSync(whole, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => `${folder}${parentPath.slice(whole.length)}/${name}`)
      : [];
    const added = [...this.changed.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...new Set([...found, ...added])].filter((path) => !this.stale.has(path)).sort();
  }
}
