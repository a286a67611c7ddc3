import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parentOf } from './folder.ts';
import { putWhole } from './whole-file.ts';

const FORMAT = 'synth cache 4';
const END = 'end';

/** What is remembered of a unit: of what it was made, and its files. */
export interface RememberedUnit {
  /** The digest of all that it was made from. */
  readonly key: string;
  readonly paths: readonly string[];
}

/**
 * What an earlier run knew of a cluster's files when it had written them: the moment, and for each unit that says of
 * what it is made its files. It only saves work: without it everything is rendered and read.
 *
 * A file counts as untouched while the kernel has not changed its status since that moment. That time (ctime) moves
 * with every write and rename and cannot be set. Folders count too, as a whole one may be exchanged for another.
 */
export class ClusterCache {
  readonly #file: string;
  readonly #out: string;
  readonly #roots: readonly string[];
  readonly #saved: Saved;
  readonly #folders = new Map<string, boolean>();

  /**
   * @param directory where the caches are, such as `node_modules/.cache/synth`
   * @param out absolute path of the output folder
   * @param roots the cluster's folders, from there on; when another folder stands in the place of one of them, the
   * cache counts for nothing
   */
  constructor(directory: string, out: string, roots: readonly string[]) {
    this.#out = out;
    this.#roots = roots;
    const name = createHash('sha256')
      .update(`${out}\n${roots.join('\n')}`)
      .digest('hex')
      .slice(0, 32);
    this.#file = join(directory, name);
    const saved = read(this.#file);
    this.#saved = saved?.identity === this.#identity() ? saved : NOTHING;
  }

  /** How many units it remembers. */
  get size(): number {
    return this.#saved.units.size;
  }

  /** What is remembered of a unit. */
  unit(name: string): RememberedUnit | undefined {
    return this.#saved.units.get(name);
  }

  /** Whether a file has the content that it had at the moment of the cache. */
  isUntouched(path: string): boolean {
    return this.isFolderUntouched(parentOf(path)) && this.#isOld(path);
  }

  /** Whether a folder holds what it held, by name, and stands where it stood. */
  isFolderUntouched(path: string): boolean {
    if (path === '') return false;
    let untouched = this.#folders.get(path);
    if (untouched === undefined) {
      untouched = (this.#roots.includes(path) || this.isFolderUntouched(parentOf(path))) && this.#isOld(path);
      this.#folders.set(path, untouched);
    }
    return untouched;
  }

  /**
   * Records the cluster's files as they are.
   *
   * @param time the file system's time, after the last write
   */
  save(units: ReadonlyMap<string, RememberedUnit>, time: number): void {
    const text = [FORMAT, String(time), this.#identity()];
    for (const [name, { key, paths }] of units) {
      text.push(`${name} ${key} ${paths.length}`);
      for (const path of paths) text.push(path);
    }
    text.push(END);
    putWhole(this.#file, text.join('\n'));
  }

  /** Which folders they are: one that is moved into the place of another brings files as old as itself. */
  #identity(): string {
    return this.#roots
      .map((root) => {
        const stats = statSync(`${this.#out}/${root}`, { throwIfNoEntry: false });
        return stats === undefined ? '-' : `${stats.dev}:${stats.ino}`;
      })
      .join(' ');
  }

  /** Earlier, not at the same time: what was written in the same tick of the clock is read again. */
  #isOld(path: string): boolean {
    const stats = statSync(`${this.#out}/${path}`, { throwIfNoEntry: false });
    return stats !== undefined && stats.ctimeMs < this.#saved.time;
  }
}

interface Saved {
  readonly time: number;
  readonly identity: string;
  readonly units: ReadonlyMap<string, RememberedUnit>;
}

const NOTHING: Saved = { time: 0, identity: '', units: new Map() };

/** A cache that cannot be read, or is of another version, does not count. */
function read(file: string): Saved | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const [format, time = '', identity = ''] = lines;
  if (format !== FORMAT || lines.pop() !== END) return undefined;
  const units = new Map<string, RememberedUnit>();
  for (let at = 3; at < lines.length; ) {
    const [unit = '', key = '', files = ''] = (lines[at] ?? '').split(' ');
    const end = at + 1 + Number(files);
    if (!(end > at) || end > lines.length) return undefined;
    units.set(unit, { key, paths: lines.slice(at + 1, end) });
    at = end;
  }
  return { time: Number(time), identity, units };
}
