import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FORMAT = 'synth cache 2';

/**
 * What an earlier run knew of a cluster's folder when it had written it: the moment, the hash of the index, and of
 * what each unit was made. It only saves work: without it everything is rendered and read.
 *
 * A file counts as untouched while the kernel has not changed its status since that moment. That time (ctime) moves
 * with every write and rename and cannot be set. Folders count too, as a whole one may be exchanged for another.
 */
export class ClusterCache {
  readonly #file: string;
  readonly #folder: string;
  readonly #keys: ReadonlyMap<string, string>;
  readonly #time: number;
  readonly #folders = new Map<string, boolean>();

  /**
   * @param directory where the caches are, such as `node_modules/.cache/synth`
   * @param folder absolute path of the cluster's folder
   * @param index hash of the text of its index; a cache that was made with another one counts for nothing
   */
  constructor(directory: string, folder: string, index: string) {
    this.#folder = folder;
    this.#file = join(directory, createHash('sha256').update(folder).digest('hex').slice(0, 32));
    const saved = read(this.#file);
    const usable = saved !== undefined && saved.index === index;
    this.#keys = usable ? saved.keys : new Map();
    this.#time = usable ? saved.time : 0;
  }

  /** The digest of all that a unit was made from; undefined where it has to be rendered. */
  key(unit: string): string | undefined {
    return this.#keys.get(unit);
  }

  /** Whether a file has the content that the index says. */
  isUntouched(path: string): boolean {
    return this.#isFolderUntouched(path.slice(0, path.lastIndexOf('/'))) && this.#isOld(path);
  }

  /**
   * Records the folder as it is.
   *
   * @param time the file system's time, after the last write
   */
  save(index: string, keys: ReadonlyMap<string, string>, time: number): void {
    const lines = Array.from(keys, ([unit, key]) => `${unit} ${key}`);
    mkdirSync(join(this.#file, '..'), { recursive: true });
    const temporary = `${this.#file}.${process.pid}`;
    writeFileSync(temporary, [FORMAT, String(time), index, ...lines].join('\n'));
    renameSync(temporary, this.#file);
  }

  #isFolderUntouched(path: string): boolean {
    let untouched = this.#folders.get(path);
    if (untouched === undefined) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      untouched = (path === '' || this.#isFolderUntouched(parent)) && this.#isOld(path);
      this.#folders.set(path, untouched);
    }
    return untouched;
  }

  /** Earlier, not at the same time: what was written in the same tick of the clock is read again. */
  #isOld(path: string): boolean {
    const stats = statSync(`${this.#folder}/${path}`, { throwIfNoEntry: false });
    return stats !== undefined && stats.ctimeMs < this.#time;
  }
}

interface Saved {
  readonly time: number;
  readonly index: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** A cache that cannot be read, or is of another version, is no cache. */
function read(file: string): Saved | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [format, time = '', index = '', ...lines] = text.split('\n');
  if (format !== FORMAT) return undefined;
  const keys = new Map<string, string>();
  for (const line of lines) {
    const [unit = '', key = ''] = line.split(' ');
    keys.set(unit, key);
  }
  return { time: Number(time), index, keys };
}
