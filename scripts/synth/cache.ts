import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What synth saw of a file when it had put it in its place. */
export interface CachedFile {
  readonly hash: string;
  readonly size: number;
  /** Set by the kernel whenever a file's content changes; unlike the time of modification nothing else sets it. */
  readonly changed: number;
}

/** What an earlier run rendered of a unit. */
export interface CachedUnit {
  /** Digest of all that the unit was made from; empty where it has no `digest` and is rendered each time. */
  readonly key: string;
  readonly files: ReadonlyMap<string, CachedFile>;
}

/** What this run rendered of a unit: its key, and the hashes by path. */
export interface RenderedUnit {
  readonly key: string;
  readonly hashes: ReadonlyMap<string, string>;
}

const FORMAT = 'synth cache 1';

/**
 * What earlier runs left in a cluster's folder. It only ever saves work: a file whose size or change time is another
 * than recorded is read again, and without the cache everything is rendered and compared.
 */
export class ClusterCache {
  readonly #file: string;
  readonly #clusterFolder: string;
  readonly #units: ReadonlyMap<string, CachedUnit>;

  /**
   * @param directory where the caches are, such as `node_modules/.cache/synth`
   * @param clusterFolder absolute path of the folder that it is about
   */
  constructor(directory: string, clusterFolder: string) {
    this.#clusterFolder = clusterFolder;
    this.#file = join(directory, createHash('sha256').update(clusterFolder).digest('hex').slice(0, 32));
    this.#units = read(this.#file);
  }

  unit(name: string): CachedUnit | undefined {
    return this.#units.get(name);
  }

  /** Whether the file is still the one that was recorded. */
  isUntouched(path: string, { size, changed }: CachedFile): boolean {
    const stats = this.#stat(path);
    return stats !== undefined && stats.size === size && stats.ctimeMs === changed;
  }

  /** Records a cluster's folder as it is now. */
  save(units: ReadonlyMap<string, RenderedUnit>): void {
    let text = `${FORMAT}\n`;
    for (const [name, { key, hashes }] of units) {
      text += `unit\t${name}\t${key}\n`;
      for (const [path, hash] of hashes) {
        const stats = this.#stat(path);
        if (stats !== undefined) text += `${hash}\t${stats.size}\t${stats.ctimeMs}\t${path}\n`;
      }
    }
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.${process.pid}`, text);
    renameSync(`${this.#file}.${process.pid}`, this.#file);
  }

  #stat(path: string): Stats | undefined {
    return statSync(`${this.#clusterFolder}/${path}`, { throwIfNoEntry: false });
  }
}

/** A cache that cannot be read, or is of another version, is no cache. */
function read(file: string): Map<string, CachedUnit> {
  const units = new Map<string, CachedUnit>();
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return units;
  }
  const lines = text.split('\n');
  if (lines[0] !== FORMAT) return units;
  let files = new Map<string, CachedFile>();
  for (const line of lines.slice(1)) {
    const [first = '', second = '', third = '', path] = line.split('\t');
    if (first === 'unit') {
      files = new Map();
      units.set(second, { key: third, files });
    } else if (path !== undefined) {
      files.set(path, { hash: first, size: Number(second), changed: Number(third) });
    }
  }
  return units;
}
