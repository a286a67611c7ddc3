import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolders } from './cluster-folders.ts';
import { sha256 } from './digest.ts';
import { parentOf } from './folder.ts';
import { putWhole } from './whole-file.ts';

const FORMAT = 'synth cache 5';
const END = 'end';
/** A cache that is written at this moment has the number of the process behind it. */
const CACHE = /^[0-9a-f]{16}-[a-z0-9-]+$/;

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
  readonly #isWholeUntouched: boolean;

  /**
   * @param directory where the caches are, such as `node_modules/.cache/synth`
   * @param out absolute path of the output folder
   * @param cluster when another folder stands in the place of one of its folders, the cache counts for nothing
   * @param untouchedSince the time of a cache since which nothing was touched, where that is known, in milliseconds
   */
  constructor(directory: string, out: string, cluster: string, untouchedSince?: number) {
    this.#out = out;
    this.#roots = clusterFolders(cluster);
    this.#file = join(directory, `${prefixOf(out)}${cluster}`);
    const saved = read(this.#file);
    this.#saved = saved?.identity === this.#identity() ? saved : NOTHING;
    this.#isWholeUntouched = untouchedSince === this.#saved.time;
  }

  /** When it was made, in milliseconds. */
  get time(): number {
    return this.#saved.time;
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
    return this.#isWholeUntouched || (this.isFolderUntouched(parentOf(path)) && this.#isOld(path));
  }

  /** Whether all files have. */
  areAllUntouched(): boolean {
    for (const { paths } of this.#saved.units.values()) {
      for (const path of paths) if (!this.isUntouched(path)) return false;
    }
    return true;
  }

  /** Whether this code made what is remembered. */
  isOf(code: string): boolean {
    return this.#saved.code === code;
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
   * @param code the digest of the code that made them
   */
  save(units: ReadonlyMap<string, RememberedUnit>, time: number, code: string): void {
    const text = [FORMAT, String(time), code, this.#identity()];
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

/** What the names of the caches of an output folder begin with; the name of the cluster follows. */
function prefixOf(out: string): string {
  return `${sha256(out).slice(0, 16)}-`;
}

/** The clusters of an output folder that have caches, in the order of their names, and the bytes of those. */
export function remembered(directory: string, out: string): { clusters: readonly string[]; bytes: number } {
  const prefix = prefixOf(out);
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => CACHE.test(name)) : [];
  const own = names.filter((name) => name.startsWith(prefix)).sort();
  const bytes = own.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  return { clusters: own.map((name) => name.slice(prefix.length)), bytes };
}

interface Saved {
  readonly time: number;
  readonly code: string;
  readonly identity: string;
  readonly units: ReadonlyMap<string, RememberedUnit>;
}

const NOTHING: Saved = { time: 0, code: '', identity: '', units: new Map() };

/** A cache that cannot be read, or is of another version, does not count. */
function read(file: string): Saved | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const lines = text.split('\n');
  const [format, time = '', code = '', identity = ''] = lines;
  if (format !== FORMAT || lines.pop() !== END) return undefined;
  const units = new Map<string, RememberedUnit>();
  for (let at = 4; at < lines.length; ) {
    const [unit = '', key = '', files = ''] = (lines[at] ?? '').split(' ');
    const end = at + 1 + Number(files);
    if (!(end > at) || end > lines.length) return undefined;
    units.set(unit, { key, paths: lines.slice(at + 1, end) });
    at = end;
  }
  return { time: Number(time), code, identity, units };
}
