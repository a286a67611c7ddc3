import { join } from 'node:path';
import { INVENTORIES_FOLDER, objectsFolder, VALUES_FOLDER } from '../../clusters/layout.ts';
import { Mistake } from '../command-line/mistake.ts';
import { type Folder, parentOf, readEntries, readTree } from './folder.ts';

const NOTHING: Folder = { files: new Set(), folders: new Set(), others: new Map() };

/**
 * The two folders of a cluster that synth fills, from the output folder on: of its objects, and of what its Helm charts are
 * told.
 */
export function clusterFolders(cluster: string): readonly [string, string] {
  return [cluster, `${VALUES_FOLDER}/${cluster}`];
}

/** What stands at the top of an output folder, and of the folders beside those of the clusters: looked at once for all of them. */
export class TopFolders {
  readonly path: string;
  readonly top: Folder;
  readonly values: Folder;
  readonly inventories: Folder;

  /** @throws Mistake where something else stands in the place of one of them */
  constructor(path: string) {
    this.path = path;
    this.top = readEntries(path);
    this.values = this.#beside(VALUES_FOLDER);
    this.inventories = this.#beside(INVENTORIES_FOLDER);
  }

  #beside(name: string): Folder {
    assertFolder(this.path, this.top, name);
    return this.top.folders.has(name) ? readEntries(join(this.path, name)) : NOTHING;
  }
}

/** What stands in the folders of a cluster. Paths are from the output folder on. */
export class ClusterFolders {
  readonly out: string;
  readonly values: Folder;
  /** The inventories of its Helm charts, which another command writes. */
  readonly inventories: Folder;
  readonly #cluster: string;
  readonly #units: Folder;
  readonly #valuesPrefix: string;

  /** @throws Mistake where something else stands in the place of one of them */
  constructor(out: TopFolders, cluster: string) {
    this.out = out.path;
    this.#cluster = cluster;
    const [objects, values] = clusterFolders(cluster);
    this.#valuesPrefix = `${values}/`;
    assertFolder(out.path, out.top, cluster);
    this.#units = out.top.folders.has(cluster) ? readEntries(join(out.path, objects)) : NOTHING;
    this.values = treeOf(out.path, VALUES_FOLDER, out.values, cluster);
    this.inventories = treeOf(out.path, INVENTORIES_FOLDER, out.inventories, cluster);
  }

  isValues(path: string): boolean {
    return path.startsWith(this.#valuesPrefix);
  }

  /** The values among paths, of which each has a line. */
  valuesAmong(paths: string): readonly string[] {
    if (!paths.includes(this.#valuesPrefix)) return [];
    return paths.split('\n').filter((path) => this.isValues(path));
  }

  /** Whether something stands in the place of a unit's folder. */
  has(unit: string): boolean {
    return this.#units.folders.has(unit);
  }

  /** What stands in a unit's folder. */
  unit(name: string): Folder {
    assertFolder(join(this.out, this.#cluster), this.#units, name);
    return this.has(name) ? readTree(this.out, objectsFolder(this.#cluster, name)) : NOTHING;
  }

  /** What stands in the cluster's folder outside the folders of its units. */
  without(units: ReadonlySet<string>): readonly Folder[] {
    const { files, folders, others } = this.#units;
    const path = (name: string) => `${this.#cluster}/${name}`;
    const loose: Folder = {
      files: new Set(Array.from(files, path)),
      folders: new Set(),
      others: new Map(Array.from(others, ([name, what]) => [path(name), what])),
    };
    const gone = [...folders].filter((name) => !units.has(name));
    return [loose, ...gone.map((name) => readTree(this.out, path(name)))];
  }
}

/**
 * What stands in a cluster's part of a folder beside those of the clusters.
 *
 * @throws Mistake where something else stands in its place
 */
function treeOf(out: string, name: string, among: Folder, cluster: string): Folder {
  assertFolder(join(out, name), among, cluster);
  return among.folders.has(cluster) ? readTree(out, `${name}/${cluster}`) : NOTHING;
}

/** @throws Mistake where a folder has to stand and something else does: what it is would be lost */
function assertFolder(parent: string, { files, others }: Folder, name: string): void {
  const found = files.has(name) ? 'a file' : others.get(name);
  if (found !== undefined) throw inTheWay(join(parent, name), found, 'a folder');
}

/** @throws Mistake where something else stands in the place of a file or of its folder */
export function assertPlaceFor(out: string, { files, folders, others }: Folder, path: string): void {
  const found = folders.has(path) ? 'a folder' : others.get(path);
  if (found !== undefined) throw inTheWay(join(out, path), found, 'a file');
  const parent = parentOf(path);
  const above = files.has(parent) ? 'a file' : others.get(parent);
  if (above !== undefined) throw inTheWay(join(out, parent), above, 'a folder');
}

export function inTheWay(path: string, found: string, needed: string): Mistake {
  return new Mistake(`${path} is ${found}, but ${needed} has to stand there. Move it elsewhere.`);
}
