/**
 * Where rendered files are, from `dist/` on. A cluster's own folder holds Kubernetes objects and nothing else, so
 * that `kubectl apply -R -f dist/<cluster>/<unit>` and the like never trip over a file, and Argo CD, which takes each YAML and JSON
 * file there for a manifest, does not either. The values of a Helm chart and the inventory of what it makes are no objects, and
 * are kept apart.
 */

/** Folder of the values of Helm charts, beside those of the clusters: no cluster may have its name. */
export const VALUES_FOLDER = 'values';

/** Folder of the inventories of Helm charts, which say what each makes: no cluster may have its name either. */
export const INVENTORIES_FOLDER = 'charts';

/** File that lists the clusters. */
export const INDEX_FILE = 'index.json';

/** The folder of a unit's objects. */
export function objectsFolder(cluster: string, unit: string): string {
  return `${cluster}/${unit}`;
}

/** The values of a unit's Helm chart. */
export function valuesFile(cluster: string, unit: string): string {
  return `${VALUES_FOLDER}/${cluster}/${unit}.yaml`;
}

/** The inventory of what a unit's Helm chart makes on a cluster. */
export function inventoryFile(cluster: string, unit: string): string {
  return `${INVENTORIES_FOLDER}/${cluster}/${unit}.json`;
}

/** The inventory of the chart whose values are in a file. */
export function inventoryOfValues(values: string): string {
  return `${INVENTORIES_FOLDER}${values.slice(VALUES_FOLDER.length, -'.yaml'.length)}.json`;
}

/** What follows the name of a cluster in that of the load balancer through which linked clusters reach its mesh. */
export const EASTWEST_ENDING = '-eastwest';
