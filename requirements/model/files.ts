import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files by their path from the root of the repository on. */
export interface Files {
  /** Undefined where there is none. */
  text(path: string): string | undefined;
  /** The paths of everything below a folder; empty if the folder does not exist. */
  below(folder: string): readonly string[];
}

/** Files on disk, read once each. */
export class FilesOnDisk implements Files {
  readonly #texts = new Map<string, string | undefined>();

  /** @param root folder of the repository */
  constructor(readonly root: string) {}

  text(path: string): string | undefined {
    if (!this.#texts.has(path)) {
      const whole = join(this.root, path);
      this.#texts.set(path, existsSync(whole) ? readFileSync(whole, 'utf8') : undefined);
    }
    return this.#texts.get(path);
  }

  below(folder: string): readonly string[] {
    const whole = join(this.root, folder);
    if (!existsSync(whole)) return [];
    return readdirSync(whole, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`);
  }
}

/** Files with some folders made in memory, which replace those on disk. */
export class ReplacedFolders implements Files {
  /**
   * @param folders that are replaced as a whole
   * @param texts what stands in them
   */
  constructor(
    private readonly under: Files,
    private readonly folders: readonly string[],
    private readonly texts: ReadonlyMap<string, string>,
  ) {}

  text(path: string): string | undefined {
    return this.#isReplaced(path) ? this.texts.get(path) : this.under.text(path);
  }

  below(folder: string): readonly string[] {
    const made = [...this.texts.keys()].filter((path) => path.startsWith(`${folder}/`));
    return [...this.under.below(folder).filter((path) => !this.#isReplaced(path)), ...made];
  }

  #isReplaced(path: string): boolean {
    return this.folders.some((folder) => path.startsWith(`${folder}/`));
  }
}
