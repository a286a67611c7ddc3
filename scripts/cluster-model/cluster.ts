import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { INVENTORIES_FOLDER, VALUES_FOLDER } from '../../clusters/layout.ts';
import { sha256 } from '../charts/cache.ts';
import { type Inventory, readInventory } from '../charts/inventory/inventory.ts';
import { remark } from '../command-line/tell.ts';
import { type ChartValues, chartValuesIn } from './chart-values.ts';
import { linksNote } from './input/files.ts';
import type { Found } from './input/objects.ts';
import { readObjects } from './input/objects.ts';
import { UnusableInput } from './input/unusable-input.ts';

/** The objects of one cluster. */
export interface Tree {
  readonly cluster: string;
  readonly objects: readonly Found[];
  /** The values of its Helm charts, if this is a fleet of ours. */
  readonly values?: ChartValues;
  /**
   * The Helm releases of which an inventory says what they make; the objects of those are among the others. One whose values have
   * changed since is not among them: it may make more than the inventory knows.
   */
  readonly releases?: readonly Release[];
}

/** A Helm release, as an inventory names it. */
export type Release = Pick<Inventory, 'cluster' | 'namespace' | 'release' | 'chart' | 'kubernetes'>;

const index = z.looseObject({ clusters: z.array(z.string()).min(1) });

/**
 * Reads the trees. A folder with our `index.json` is a fleet, with a folder for each cluster; any other is one cluster.
 *
 * @param note is told what a reader of the result has to know besides
 * @throws UnusableInput for what cannot be read
 */
export function readTrees(paths: readonly string[], note: (line: string) => void = remark): readonly Tree[] {
  const links: string[] = [];
  const trees = paths.flatMap((path) => {
    const clusters = clustersIn(path);
    if (clusters === undefined)
      return [{ cluster: basename(resolve(path)), objects: readObjects(path, links) }];
    return clusters.map((cluster) => {
      const inventories = inventoriesIn(join(path, INVENTORIES_FOLDER, cluster));
      return {
        cluster,
        objects: [...readObjects(join(path, cluster), links), ...inventories.flatMap(objectsOfInventory)],
        values: chartValuesIn(join(path, VALUES_FOLDER, cluster)),
        releases: inventories.filter((each) => isOfItsValues(path, each)).map(({ inventory }) => inventory),
      };
    });
  });
  for (const line of linksNote(links)) note(line);
  const twice = trees.find(({ cluster }, at) => trees.findIndex((each) => each.cluster === cluster) < at);
  if (twice !== undefined) {
    throw new UnusableInput(`Two of the folders hold a cluster ${twice.cluster}. Give them different names.`);
  }
  if (trees.every(({ objects }) => objects.length === 0)) {
    throw new UnusableInput(
      `${paths.join(', ')}: there is no Kubernetes object. Name a folder with manifests.`,
    );
  }
  return trees;
}

/** An inventory, and where it stands. */
export interface InventoryFile {
  readonly file: string;
  readonly inventory: Inventory;
}

/** What the inventories of a cluster say that its Helm charts make; none where nobody has written them. */
export function inventoriesIn(folder: string): readonly InventoryFile[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => {
    const file = join(folder, name);
    const inventory = readInventory(readFileSync(file, 'utf8'));
    if (inventory === undefined) {
      throw new UnusableInput(`${file}:1: it is no inventory of a Helm chart. npx fleet charts writes it.`);
    }
    return { file, inventory };
  });
}

/** Whether the values of a chart are those that its inventory was made of. */
function isOfItsValues(path: string, { inventory: { cluster, unit, values } }: InventoryFile): boolean {
  const file = join(path, VALUES_FOLDER, cluster, `${unit}.yaml`);
  return !existsSync(file) || sha256(readFileSync(file)) === values;
}

function objectsOfInventory({ file, inventory }: InventoryFile): readonly Found[] {
  return inventory.objects.flatMap((value, at): Found[] => {
    // Only `helm test` makes what is a test's; Argo CD leaves it out.
    if (isOfTests(value.metadata.annotations)) return [];
    const { apiVersion, kind } = value;
    return [{ apiVersion, kind, file, line: 1, within: `objects[${at}].`, value, isExtract: true }];
  });
}

const ofTests = z.looseObject({ 'helm.sh/hook': z.string().regex(/^test/) });

function isOfTests(annotations: unknown): boolean {
  return ofTests.safeParse(annotations).success;
}

/** The clusters of a fleet; undefined where the folder is none. */
function clustersIn(path: string): readonly string[] | undefined {
  const file = join(path, 'index.json');
  if (!existsSync(file) || !statSync(file).isFile()) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  const read = index.safeParse(given);
  if (!read.success) return undefined;
  const missing = read.data.clusters.find((cluster) => !existsSync(join(path, cluster)));
  if (missing !== undefined) {
    throw new UnusableInput(
      `${file}:1: it names the cluster ${missing}, and there is no folder ${join(path, missing)}.`,
    );
  }
  return read.data.clusters;
}
