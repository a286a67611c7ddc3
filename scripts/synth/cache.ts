import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../platform/kit/checksum.ts';
import { clusterFolders } from './cluster-folders.ts';
import { parentOf } from './folder.ts';
import { putWhole } from './whole-file.ts';

const FORMAT = 'synth cache 6';
const END = 'end';
/** A cache that is written at this moment has the number of the process behind it. */
const CACHE = /^[0-9a-f]{16}-[a-z0-9-]+$/;

/** What is remembered of a unit: of what it was made, and its files. */
export interface RememberedUnit {
  /** The digest of all that it was made from; empty where it does not say: then it is made each time, and only its files are known. */
  readonly key: string;
  /** A line each. Of most units of a large fleet nothing but that is needed, and two hundred thousand texts fill a memory. */
  readonly paths: string;
}

export function pathsOf({ paths }: RememberedUnit): readonly string[] {
  return paths === '' ? [] : paths.split('\n');
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
   * @param cluster when another folder stands in the place of one of its folders, the cache counts for nothing
   */
  constructor(directory: string, out: string, cluster: string) {
    this.#out = out;
    this.#roots = clusterFolders(cluster);
    this.#file = join(directory, `${prefixOf(out)}${cluster}`);
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

  /** Whether files have the content that they had at the moment of the cache. */
  areUntouched(paths: readonly string[]): boolean {
    let last: string | undefined;
    for (const path of paths) {
      const folder = parentOf(path);
      if (folder !== last && !this.#isFolderUntouched(folder)) return false;
      last = folder;
      if (!this.#isOld(path)) return false;
    }
    return true;
  }

  /** Whether this code made what is remembered. */
  isOf(code: string): boolean {
    return this.#saved.code === code;
  }

  /** Whether a folder holds what it held, by name, and stands where it stood. */
  #isFolderUntouched(path: string): boolean {
    if (path === '') return false;
    let untouched = this.#folders.get(path);
    if (untouched === undefined) {
      untouched =
        (this.#roots.includes(path) || this.#isFolderUntouched(parentOf(path))) && this.#isOld(path);
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
    for (const [name, { key, paths }] of units) text.push(`${name} ${key} ${paths.length}`, paths);
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

/** How many clusters of an output folder have caches, and the bytes of those. */
export function remembered(directory: string, out: string): { clusters: number; bytes: number } {
  const prefix = prefixOf(out);
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => CACHE.test(name)) : [];
  const own = names.filter((name) => name.startsWith(prefix));
  const bytes = own.reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  return { clusters: own.length, bytes };
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
  const head = /^(.*)\n(.*)\n(.*)\n(.*)\n/.exec(text);
  const [, format, time = '', code = '', identity = ''] = head ?? [];
  if (format !== FORMAT) return undefined;
  const units = new Map<string, RememberedUnit>();
  for (let at = head?.[0].length ?? 0; ; ) {
    const end = text.indexOf('\n', at);
    // Its last line says that it is whole.
    if (end === -1) return text.slice(at) === END ? { time: Number(time), code, identity, units } : undefined;
    const [unit = '', key = '', length = ''] = text.slice(at, end).split(' ');
    at = end + 1 + Number(length) + 1;
    if (!(at > end + 1)) return undefined;
    units.set(unit, { key, paths: text.slice(end + 1, at - 1) });
  }
}
