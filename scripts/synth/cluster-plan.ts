import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { Context, Unit } from '../../platform/constructs/unit.ts';
import { ClusterCache } from './cache.ts';
import { hashesOf, indexLine, indexText, pathOf } from './cluster-index.ts';
import { sha256 } from './digest.ts';
import { Failure } from './failure.ts';
import type { Folder } from './folder.ts';
import { Leftovers } from './leftovers.ts';
import { ClusterRenderer, VALUES } from './render.ts';
import type { Report } from './report.ts';
import { renderable } from './unit-rules.ts';
import type { Changes } from './write.ts';

/** What to render, and where to. */
export interface SynthRequest {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  readonly out: string;
  /** Names of the clusters to render; left out: all, and folders of clusters that are gone are removed. */
  readonly clusters?: readonly string[];
  /** What was found wrong with the fleet as a whole; told together with what rendering finds. */
  readonly mistakes?: readonly string[];
  /** Left out: everything is rendered, and every file is read. */
  readonly cache?: {
    readonly directory: string;
    /** Digest of the code; asked for only where a unit has a `digest`. */
    readonly code: () => string;
  };
}

/** What a cluster's folder lacks to be what was rendered. */
export interface ClusterPlan extends Changes {
  readonly objects: number;
  readonly unchanged: number;
  /** Files that neither this run nor an earlier one has written. They stay, but Argo CD would apply them. */
  readonly foreign: readonly string[];
  readonly seconds: number;
  /** To be called when the folder is as planned, with the file system's time. */
  remember(time: number): void;
}

/**
 * Renders a cluster and compares the result with its folder.
 *
 * @param stage called with each file that the folder lacks or has otherwise
 * @param report takes the mistakes of units, of which the others are rendered all the same; left out: they are thrown
 */
export function planCluster(
  request: SynthRequest,
  cluster: Cluster,
  stage: (path: string, text: string) => void,
  report?: Report,
): ClusterPlan {
  const started = performance.now();
  // What the declarations of the others lack is in the report already.
  const units = renderable(request.units.filter(({ clusters }) => clusters.includes(cluster.name)));
  // In the order of their folders' paths, in which the lines of the index stand.
  units.sort((one, other) => (`${one.name}/` < `${other.name}/` ? -1 : 1));
  const comparison = new Comparison(request, cluster, stage);
  for (const unit of units) {
    if (report === undefined) comparison.add(unit);
    else report.attempt(unit, cluster.name, () => comparison.add(unit));
  }
  return { ...comparison.result(units), seconds: (performance.now() - started) / 1000 };
}

/** The plan for a folder whose cluster has left the contract: what its index lists goes. */
export function planRemoval(request: SynthRequest, cluster: string): ClusterPlan {
  const leftovers = new Leftovers(join(request.out, cluster));
  leftovers.addAllBut([]);
  const { stale, foreign } = leftovers;
  return {
    cluster,
    stale,
    foreign,
    listed: leftovers.index.text,
    index: '',
    added: [],
    changed: [],
    objects: 0,
    unchanged: 0,
    seconds: 0,
    remember: () => {},
  };
}

/** Undefined where a mistake keeps it from being made: rendering finds that one, and those that come after it. */
function digestOf(unit: Unit, context: Context): string | undefined {
  try {
    return unit.digest?.(context);
  } catch {
    return undefined;
  }
}

class Comparison {
  readonly #request: SynthRequest;
  readonly #context: Context;
  readonly #stage: (path: string, text: string) => void;
  readonly #path: string;
  readonly #leftovers: Leftovers;
  readonly #renderer: ClusterRenderer;
  readonly #listedHash: string;
  readonly #cache: ClusterCache | undefined;
  readonly #keys = new Map<string, string>();
  readonly #lines: string[] = [];
  readonly #added: string[] = [];
  readonly #changed: string[] = [];
  #objects = 0;
  #contract: string | undefined;

  constructor(request: SynthRequest, cluster: Cluster, stage: (path: string, text: string) => void) {
    const { fleet, units, cache, out } = request;
    this.#request = request;
    this.#context = { cluster, fleet, units };
    this.#stage = stage;
    this.#path = resolve(out, cluster.name);
    this.#leftovers = new Leftovers(this.#path);
    this.#renderer = new ClusterRenderer(this.#context);
    this.#listedHash = cache === undefined ? '' : sha256(this.#leftovers.index.text);
    this.#cache = cache && new ClusterCache(cache.directory, this.#path, this.#listedHash);
  }

  add(unit: Unit): void {
    const lines = this.#leftovers.index.units.get(unit.name) ?? [];
    const key = this.#key(unit);
    if (key !== undefined && this.#reuse(unit, key, lines)) return;
    const listed = hashesOf(lines);
    const folder = this.#leftovers.readUnit(unit.name);
    const rendered = new Set<string>();
    for (const { path, text } of this.#renderer.render(unit)) {
      const hash = sha256(text);
      if (!this.#holds(folder, path, text, listed.get(path) === hash)) {
        this.#stage(`${this.#context.cluster.name}/${path}`, text);
      }
      this.#count(unit, path, indexLine(path, hash));
      rendered.add(path);
    }
    const foreign = this.#leftovers.add(folder, rendered);
    // The cache knows a folder as the one that synth left; with other files in it, it is looked at each time.
    if (key !== undefined && !foreign) this.#keys.set(unit.name, key);
  }

  result(units: readonly Unit[]): Omit<ClusterPlan, 'seconds'> {
    this.#leftovers.addAllBut(units.map(({ name }) => name));
    const index = indexText(this.#lines);
    const { stale, foreign } = this.#leftovers;
    // The plans of all clusters wait for the commit: they must not hold on to what was rendered.
    const [cache, keys] = [this.#cache, this.#keys];
    const hash = index === this.#leftovers.index.text ? this.#listedHash : sha256(index);
    return {
      cluster: this.#context.cluster.name,
      stale,
      foreign,
      listed: this.#leftovers.index.text,
      index,
      added: this.#added,
      changed: this.#changed,
      objects: this.#objects,
      unchanged: this.#lines.length - this.#added.length - this.#changed.length,
      remember: (time) => cache?.save(hash, keys, time),
    };
  }

  /** Digest of all that a unit is made from; undefined where it does not say. */
  #key(unit: Unit): string | undefined {
    const { cache, fleet } = this.#request;
    if (unit.digest === undefined || cache === undefined) return undefined;
    this.#contract ??= sha256(JSON.stringify([this.#context.cluster, fleet.repository]));
    const digest = digestOf(unit, this.#context);
    return digest && sha256(`${cache.code()} ${this.#contract} ${unit.name} ${digest}`);
  }

  /** Takes over what an earlier run made of the same, if all of it still stands in the folder. */
  #reuse(unit: Unit, key: string, lines: readonly string[]): boolean {
    if (this.#cache?.key(unit.name) !== key) return false;
    const paths = lines.map(pathOf);
    for (const path of paths) if (!this.#cache.isUntouched(path)) return false;
    this.#renderer.claim(unit, paths);
    for (const [index, path] of paths.entries()) this.#count(unit, path, lines[index] ?? '');
    this.#keys.set(unit.name, key);
    return true;
  }

  #count(unit: Unit, path: string, line: string): void {
    this.#lines.push(line);
    if (path !== `${unit.name}/${VALUES}`) this.#objects++;
  }

  /** @param listed whether the index has the file with this text */
  #holds(folder: Folder, path: string, text: string, listed: boolean): boolean {
    if (!folder.files.has(path)) {
      this.#assertPlaceFor(folder, path);
      this.#added.push(path);
      return false;
    }
    if (listed && this.#cache?.isUntouched(path)) return true;
    if (readFileSync(`${this.#path}/${path}`, 'utf8') === text) return true;
    this.#changed.push(path);
    return false;
  }

  #assertPlaceFor(folder: Folder, path: string): void {
    if (folder.folders.has(path)) {
      throw new Failure(`${join(this.#path, path)} is a folder, but a file has to stand there. Remove it.`);
    }
    const parent = dirname(path);
    if (folder.files.has(parent)) {
      throw new Failure(`${join(this.#path, parent)} is a file, but a folder has to stand there. Remove it.`);
    }
  }
}
