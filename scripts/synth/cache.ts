import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../../platform/kit/checksum.ts';
import { clusterFolders } from './cluster-folders.ts';
import { FileTimes } from './file-times.ts';
import { putWhole } from './whole-file.ts';

const FORMAT = 'synth cache 7';
const END = 'end';
/** A cache that is written at this moment has the number of the process behind it. */
const CACHE = /^[0-9a-f]{16}-[a-z0-9-]+$/;

/** What is remembered of a unit: of what it was made, and its files. */
export interface RememberedUnit {
  /** The digest of all that it was made from; empty where it does not say: then it is made each time, and only its files are known. */
  readonly key: string;
  /** A line each. Of most units of a large fleet nothing but that is needed, and two hundred thousand texts fill a memory. */
  readonly paths: string;
  /**
   * The file system's time from which on they stand there as they were rendered. One that is taken over keeps it: whatever
   * happened to its files after a run had looked at them is seen by the next one.
   */
  readonly since: number;
}

/** What a run has made, which stands there from its last write on. */
export type MadeUnit = Omit<RememberedUnit, 'since'> & Partial<Pick<RememberedUnit, 'since'>>;

export function pathsOf({ paths }: MadeUnit): readonly string[] {
  return paths === '' ? [] : paths.split('\n');
}

/** How many paths they are: of most units nothing else is asked. */
export function countOf({ paths }: MadeUnit): number {
  if (paths === '') return 0;
  let count = 1;
  for (let at = paths.indexOf('\n'); at !== -1; at = paths.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * What an earlier run knew of a cluster's files when it had written them: the moment, and for each unit that says of
 * what it is made its files. It only saves work: without it everything is rendered and read.
 */
export class ClusterCache {
  readonly #file: string;
  readonly #out: string;
  readonly #roots: readonly string[];
  readonly #saved: Saved;
  readonly #times: FileTimes;

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
    this.#times = new FileTimes(out, this.#roots);
  }

  /** When it was saved: whoever has read the same one knows the same. */
  get time(): number {
    return this.#saved.time;
  }

  /** What it remembers, by the name of the unit. */
  get units(): ReadonlyMap<string, RememberedUnit> {
    return this.#saved.units;
  }

  /** Whether the files of a unit have the content that they had when they were rendered. */
  isUntouched(unit: RememberedUnit): boolean {
    return this.#times.areBefore(unit.since, pathsOf(unit));
  }

  /** Whether this code made what is remembered. */
  isOf(code: string): boolean {
    return this.#saved.code === code;
  }

  /**
   * Records the cluster's files as they are.
   *
   * @param time the file system's time, after the last write
   * @param code the digest of the code that made them
   */
  save(units: ReadonlyMap<string, MadeUnit>, time: number, code: string): void {
    const text = [FORMAT, String(time), code, this.#identity()];
    for (const [name, { key, paths, since = time }] of units) {
      text.push(`${name} ${key} ${since} ${paths.length}`, paths);
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
}

/** What the names of the caches of an output folder begin with; the name of the cluster follows. */
function prefixOf(out: string): string {
  return `${sha256(out).slice(0, 16)}-`;
}

/** The clusters of an output folder that have caches, with the bytes of those; in order of their names. */
export function remembered(directory: string, out: string): ReadonlyMap<string, number> {
  const prefix = prefixOf(out);
  const names = existsSync(directory) ? readdirSync(directory).filter((name) => CACHE.test(name)) : [];
  const own = names.filter((name) => name.startsWith(prefix)).sort();
  return new Map(own.map((name) => [name.slice(prefix.length), statSync(join(directory, name)).size]));
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
    const [unit = '', key = '', since = '', length = ''] = text.slice(at, end).split(' ');
    at = end + 1 + Number(length) + 1;
    if (!(at > end + 1)) return undefined;
    units.set(unit, { key, paths: text.slice(end + 1, at - 1), since: Number(since) });
  }
}
