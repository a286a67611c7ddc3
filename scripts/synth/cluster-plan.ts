import { readFileSync } from 'node:fs';
import type { Cluster, Fleet } from '../../clusters/index.ts';
import { inventoryOfValues } from '../../clusters/layout.ts';
import { sha256 } from '../../platform/kit/checksum.ts';
import type { Context, Unit } from '../../platform/unit/unit.ts';
import { ClusterCache, countOf, type MadeUnit, pathsOf, type RememberedUnit } from './cache.ts';
import { assertPlaceFor, ClusterFolders, type TopFolders } from './cluster-folders.ts';
import type { Folder } from './folder.ts';
import { type Foreign, Leftovers } from './leftovers.ts';
import { ClusterRenderer } from './render.ts';
import type { Report } from './report.ts';
import type { Shard } from './shares.ts';
import type { Survey } from './survey.ts';
import type { Changes } from './write.ts';

/** What to render, and where to. */
export interface SynthRequest {
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  readonly out: string;
  /** Names of the clusters to render; left out: all, and what stands beside them in the output folder is looked at. */
  readonly clusters?: readonly string[];
  /** Renders this share of the clusters, and with the first one looks at what stands beside them; not with `clusters`. */
  readonly shard?: Shard;
  /** What was found wrong with the fleet as a whole; told together with what rendering finds. */
  readonly mistakes?: readonly string[];
  /** Left out: everything is rendered, and every file is read. */
  readonly cache?: {
    readonly directory: string;
    /** Digest of the code; asked for only where a unit has a `digest`. */
    readonly code: () => string;
    /** What another thread sees of what it remembers. */
    readonly survey?: Survey | undefined;
  };
}

/** What the folders of a cluster lack to be what was rendered. */
export interface ClusterPlan extends Changes {
  readonly cluster: string;
  readonly objects: number;
  readonly unchanged: number;
  readonly foreign: readonly Foreign[];
  readonly seconds: number;
  /** To be called when the folders are as planned, with the file system's time. */
  remember(time: number): void;
}

/**
 * Renders a cluster and compares the result with its folders.
 *
 * @param units those of the request that can be rendered on it
 * @param out what stands in the output folder
 * @param stage called with each file that they lack or have otherwise
 * @param report takes the mistakes of units, of which the others are rendered all the same; left out: they are thrown
 */
export function planCluster(
  request: SynthRequest,
  units: readonly Unit[],
  cluster: Cluster,
  out: TopFolders,
  stage: (path: string, text: string) => void,
  report?: Report,
): ClusterPlan {
  const started = performance.now();
  const comparison = new Comparison(request, cluster, out, stage);
  for (const unit of units) {
    if (report === undefined) comparison.add(unit);
    else report.attempt(unit, cluster.name, () => comparison.add(unit));
  }
  return { ...comparison.result(), seconds: (performance.now() - started) / 1000 };
}

/** Undefined where a mistake keeps it from being made: rendering finds that one, and those that come after it. */
function digestOf(unit: Unit, context: Context): string | undefined {
  try {
    return unit.digest?.(context);
  } catch {
    return undefined;
  }
}

/** The contracts of the clusters that one is linked with: calls and failover go there. */
function linked({ linkedTo }: Cluster, fleet: Fleet): readonly Cluster[] {
  return linkedTo.length === 0 ? [] : fleet.clusters.filter(({ name }) => linkedTo.includes(name));
}

/** Compares what a cluster renders with what stands in its folders. Paths are from the output folder on. */
class Comparison {
  readonly #request: SynthRequest;
  readonly #context: Context;
  readonly #stage: (path: string, text: string) => void;
  readonly #found: ClusterFolders;
  readonly #leftovers: Leftovers;
  readonly #renderer: ClusterRenderer;
  readonly #cache: ClusterCache | undefined;
  readonly #units = new Set<string>();
  readonly #remembered = new Map<string, MadeUnit>();
  readonly #values = new Set<string>();
  readonly #added: string[] = [];
  readonly #changed: string[] = [];
  #objects = 0;
  /** Whether the cache has told all of it already. */
  #known = true;
  #contract: string | undefined;
  #touched: { readonly units: ReadonlySet<string> | undefined } | undefined;

  constructor(
    request: SynthRequest,
    cluster: Cluster,
    out: TopFolders,
    stage: (path: string, text: string) => void,
  ) {
    const { fleet, units, cache } = request;
    this.#request = request;
    this.#context = { cluster, fleet, units };
    this.#stage = stage;
    this.#found = new ClusterFolders(out, cluster.name);
    this.#leftovers = new Leftovers(out.path);
    this.#renderer = new ClusterRenderer(this.#context);
    this.#cache = cache && new ClusterCache(cache.directory, out.path, cluster.name);
  }

  add(unit: Unit): void {
    const remembered = this.#cache?.units.get(unit.name);
    const key = this.#key(unit);
    if (key !== undefined && remembered?.key === key && this.#reuse(unit, remembered)) return;
    const folder = this.#found.unit(unit.name);
    const objects = new Set<string>();
    const paths: string[] = [];
    for (const { path, text } of this.#renderer.render(unit, remembered && pathsOf(remembered))) {
      const isValues = this.#found.isValues(path);
      if (!this.#holds(isValues ? this.#found.values : folder, path, text)) this.#stage(path, text);
      (isValues ? this.#values : objects).add(path);
      paths.push(path);
    }
    this.#objects += objects.size;
    this.#units.add(unit.name);
    const foreign = this.#leftovers.add(folder, objects);
    // The cache knows a folder as the one that synth left; with other files in it, it is looked at each time.
    if (foreign) return;
    const made = { key: key ?? '', paths: paths.join('\n') };
    this.#remembered.set(unit.name, made);
    this.#known &&= key === undefined && remembered?.key === '' && remembered.paths === made.paths;
  }

  result(): Omit<ClusterPlan, 'seconds'> {
    this.#leftovers.add(this.#found.values, this.#values);
    // Whoever has a chart may have an inventory of it, which is another command's: synth only takes away what nobody has.
    this.#leftovers.add(this.#found.inventories, new Set(Array.from(this.#values, inventoryOfValues)));
    for (const folder of this.#found.without(this.#units)) this.#leftovers.add(folder);
    this.#leftovers.sort();
    const { stale, empty, foreign } = this.#leftovers;
    const files = this.#objects + this.#values.size;
    // The plans of all clusters wait for the commit: they must not hold on to what was rendered.
    const [cache, units, code] = [this.#cache, this.#remembered, this.#request.cache?.code];
    const changes = stale.length + empty.length + this.#added.length + this.#changed.length;
    const known = this.#known && changes === 0 && cache?.units.size === units.size;
    return {
      cluster: this.#context.cluster.name,
      stale,
      empty,
      foreign,
      added: this.#added.sort(),
      changed: this.#changed.sort(),
      objects: this.#objects,
      unchanged: files - this.#added.length - this.#changed.length,
      remember: (time) => {
        if (!known) cache?.save(units, time, code?.() ?? '');
      },
    };
  }

  /** Digest of all that a unit is made from; undefined where it does not say. */
  #key(unit: Unit): string | undefined {
    const { cache, fleet } = this.#request;
    const { cluster } = this.#context;
    if (unit.digest === undefined || cache === undefined) return undefined;
    this.#contract ??= sha256(JSON.stringify([cluster, linked(cluster, fleet), fleet.repository]));
    const digest = digestOf(unit, this.#context);
    return digest && sha256(`${cache.code()} ${this.#contract} ${unit.name} ${digest}`);
  }

  /** Takes over what an earlier run made of the same, if all of it still stands there and nothing else. */
  #reuse(unit: Unit, remembered: RememberedUnit): boolean {
    if (!this.#isUntouched(unit, remembered)) return false;
    const values = this.#found.valuesAmong(remembered.paths);
    const objects = countOf(remembered) - values.length;
    if (objects === 0 && this.#found.has(unit.name)) return false;
    this.#renderer.claim(unit, remembered);
    for (const path of values) this.#values.add(path);
    this.#objects += objects;
    this.#units.add(unit.name);
    this.#remembered.set(unit.name, remembered);
    return true;
  }

  #isUntouched({ name }: Unit, remembered: RememberedUnit): boolean {
    const cache = this.#cache;
    if (cache === undefined) return false;
    this.#touched ??= {
      units: this.#request.cache?.survey?.touched(this.#context.cluster.name, cache.time),
    };
    return this.#touched.units === undefined ? cache.isUntouched(remembered) : !this.#touched.units.has(name);
  }

  #holds(folder: Folder, path: string, text: string): boolean {
    if (!folder.files.has(path)) {
      assertPlaceFor(this.#found.out, folder, path);
      this.#added.push(path);
      return false;
    }
    if (readFileSync(`${this.#found.out}/${path}`, 'utf8') === text) return true;
    this.#changed.push(path);
    return false;
  }
}
