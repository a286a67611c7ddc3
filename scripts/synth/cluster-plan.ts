import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import type { Context, Unit } from '../../platform/constructs/unit.ts';
import { ClusterCache, type RenderedUnit } from './cache.ts';
import { INDEX, indexText, readIndex } from './cluster-index.ts';
import { sha256 } from './digest.ts';
import { Failure } from './failure.ts';
import { type Folder, readFolder } from './folder.ts';
import { ClusterRenderer, type RenderedFile, VALUES } from './render.ts';
import type { Changes } from './write.ts';

/** What to render, and where to. */
export interface SynthRequest {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  readonly out: string;
  /** Names of the clusters to render; left out: all, and folders of clusters that are gone are removed. */
  readonly clusters?: readonly string[];
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
  /** To be called when the folder is as planned. */
  remember(): void;
}

/**
 * Renders a cluster and compares the result with its folder.
 *
 * @param stage called with each file that the folder lacks or has otherwise
 */
export function planCluster(
  request: SynthRequest,
  cluster: Cluster,
  stage: (path: string, text: string) => void,
): ClusterPlan {
  const started = performance.now();
  const comparison = new Comparison(request, cluster, stage);
  const units = request.units.filter(({ clusters }) => clusters.includes(cluster.name));
  units.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const unit of units) comparison.add(unit);
  return { ...comparison.result(), seconds: (performance.now() - started) / 1000 };
}

/** The plan for a folder whose cluster has left the contract: what its index lists goes. */
export function planRemoval(out: string, cluster: string): ClusterPlan {
  const path = join(out, cluster);
  const listed = readIndex(path);
  return {
    cluster,
    listed,
    hashes: new Map(),
    added: [],
    changed: [],
    ...leftovers(readFolder(path), new Map(), listed),
    index: undefined,
    objects: 0,
    unchanged: 0,
    seconds: 0,
    remember: () => {},
  };
}

class Comparison {
  readonly #request: SynthRequest;
  readonly #context: Context;
  readonly #stage: (path: string, text: string) => void;
  readonly #path: string;
  readonly #folder: Folder;
  readonly #renderer: ClusterRenderer;
  readonly #cache: ClusterCache | undefined;
  readonly #rendered = new Map<string, RenderedUnit>();
  readonly #hashes = new Map<string, string>();
  readonly #added: string[] = [];
  readonly #changed: string[] = [];
  #objects = 0;
  #contract: string | undefined;

  constructor(request: SynthRequest, cluster: Cluster, stage: (path: string, text: string) => void) {
    this.#request = request;
    this.#context = { cluster, fleet: request.fleet, units: request.units };
    this.#stage = stage;
    this.#path = resolve(request.out, cluster.name);
    this.#folder = readFolder(this.#path);
    this.#renderer = new ClusterRenderer(this.#context);
    this.#cache = request.cache && new ClusterCache(request.cache.directory, this.#path);
  }

  add(unit: Unit): void {
    const key = this.#key(unit);
    const hashes = new Map<string, string>();
    if (key === '' || !this.#reuse(unit, key, hashes)) {
      for (const file of this.#renderer.render(unit)) hashes.set(file.path, this.#compare(unit, file));
    }
    this.#rendered.set(unit.name, { key, hashes });
    for (const [path, hash] of hashes) {
      this.#hashes.set(path, hash);
      if (path !== `${unit.name}/${VALUES}`) this.#objects++;
    }
  }

  result(): Omit<ClusterPlan, 'seconds'> {
    const listed = readIndex(this.#path);
    const index = indexText(this.#hashes);
    return {
      cluster: this.#context.cluster.name,
      listed,
      hashes: this.#hashes,
      added: this.#added,
      changed: this.#changed,
      ...leftovers(this.#folder, this.#hashes, listed),
      index: this.#holds(INDEX, index) ? undefined : index,
      objects: this.#objects,
      unchanged: this.#hashes.size - this.#added.length - this.#changed.length,
      remember: () => this.#cache?.save(this.#rendered),
    };
  }

  /** Digest of all that a unit is made from, or nothing where it does not say. */
  #key(unit: Unit): string {
    const { cache, fleet } = this.#request;
    if (unit.digest === undefined || cache === undefined) return '';
    this.#contract ??= sha256(JSON.stringify([this.#context.cluster, fleet.repository]));
    return sha256(JSON.stringify([cache.code(), this.#contract, unit.name, unit.digest(this.#context)]));
  }

  /** Takes over what an earlier run made of the same, if all of it still stands in the folder. */
  #reuse(unit: Unit, key: string, hashes: Map<string, string>): boolean {
    const cached = this.#cache?.unit(unit.name);
    if (cached === undefined || cached.key !== key) return false;
    for (const [path, file] of cached.files) {
      if (!this.#cache?.isUntouched(path, file)) return false;
    }
    for (const [path, { hash }] of cached.files) hashes.set(path, hash);
    this.#renderer.claim(unit, hashes.keys());
    return true;
  }

  /** Stages a file unless the folder has it already; returns its hash. */
  #compare(unit: Unit, { path, text }: RenderedFile): string {
    const hash = sha256(text);
    if (!this.#folder.files.has(path)) {
      this.#assertPlaceFor(path);
      this.#added.push(path);
    } else {
      const cached = this.#cache?.unit(unit.name)?.files.get(path);
      if (cached?.hash === hash && this.#cache?.isUntouched(path, cached)) return hash;
      if (this.#holds(path, text)) return hash;
      this.#changed.push(path);
    }
    this.#stage(`${this.#context.cluster.name}/${path}`, text);
    return hash;
  }

  #holds(path: string, text: string): boolean {
    return this.#folder.files.has(path) && readFileSync(`${this.#path}/${path}`, 'utf8') === text;
  }

  #assertPlaceFor(path: string): void {
    if (this.#folder.folders.has(path)) {
      throw new Failure(`${join(this.#path, path)} is a folder, but a file has to stand there. Remove it.`);
    }
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) {
      if (this.#folder.folders.has(parent)) return;
      if (this.#folder.files.has(parent)) {
        throw new Failure(
          `${join(this.#path, parent)} is a file, but a folder has to stand there. Remove it.`,
        );
      }
    }
  }
}

/** What stands in a folder beyond what was rendered: ours from earlier runs, and what others have put there. */
function leftovers(
  folder: Folder,
  hashes: ReadonlyMap<string, string>,
  listed: ReadonlyMap<string, string>,
): { readonly stale: string[]; readonly foreign: string[] } {
  const stale: string[] = [];
  const foreign: string[] = [];
  for (const path of folder.files) {
    if (path === INDEX || hashes.has(path)) continue;
    if (listed.has(path)) stale.push(path);
    else foreign.push(path);
  }
  return { stale: stale.sort(), foreign: foreign.sort() };
}
