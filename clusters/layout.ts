/**
 * Where rendered files are, from `dist/` on. A cluster's own folder holds Kubernetes objects and nothing else, so
 * that `kubectl apply -R -f dist/<cluster>/<unit>` and the like never trip over a file. The values of a Helm chart are not an
 * object, and are kept apart.
 */

/** Folder of the values of Helm charts, beside those of the clusters: no cluster may have its name. */
export const VALUES_FOLDER = 'values';

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

/** What follows the name of a cluster in that of the load balancer through which linked clusters reach its mesh. */
export const EASTWEST_ENDING = '-eastwest';
