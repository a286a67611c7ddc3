import { type Dirent, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fleet } from './cluster.ts';
import { checkCluster } from './cluster-rules.ts';
import { ContractError, type Problem } from './contract-error.ts';
import { SourceDocument } from './document.ts';
import { checkFleet } from './fleet-rules.ts';
import { fleetSchema } from './fleet-schema.ts';
import { CLUSTER_FILES, loadCluster } from './load-cluster.ts';
import { parseDocument } from './parse-document.ts';
import { readFailure } from './read-failure.ts';

/**
 * Reads the contract: `fleet.yaml` and a folder for each cluster.
 *
 * @param directory the clusters' folder; left out: the repository's own
 * @throws ContractError with every mistake of every file
 */
export function loadFleet(directory: string = fileURLToPath(new URL('.', import.meta.url))): Fleet {
  const label = basename(resolve(directory));
  const fleetFile = new SourceDocument(join(directory, 'fleet.yaml'), `${label}/fleet.yaml`);
  const fleet = parseDocument(fleetFile, fleetSchema, fleetSchema.partial());
  const folders = listFolders(directory, label);
  const drafts = folders.clusters.map((folder) => loadCluster(directory, label, folder));
  const problems = [
    ...fleet.problems,
    ...folders.problems,
    ...drafts.flatMap((draft) => [...draft.problems, ...checkCluster(draft)]),
    ...checkFleet(drafts),
  ];
  if (problems.length > 0 || fleet.whole === undefined) throw new ContractError(problems);
  return { ...fleet.whole, clusters: drafts.flatMap(({ cluster }) => cluster ?? []) };
}

/**
 * The folders of the clusters. Every folder is one: a folder that were skipped for a missing file would be a cluster
 * that vanishes from what is rendered.
 */
function listFolders(directory: string, label: string): { clusters: string[]; problems: Problem[] } {
  const listing = listFolder(directory);
  if (!Array.isArray(listing))
    return {
      clusters: [],
      problems: [problemOf(label, `${listing.message}, expected the folder of the clusters`)],
    };
  const folders = listing
    .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
  if (folders.length === 0) {
    return {
      clusters: [],
      problems: [problemOf(label, 'found no cluster, expected a folder for each cluster')],
    };
  }
  const problems: Problem[] = [];
  const clusters = folders.filter((folder) => {
    const files = listFolder(join(directory, folder));
    const found = Array.isArray(files)
      ? files.some(({ name }) => CLUSTER_FILES.some((file) => file === name)) ||
        'found no file of the contract'
      : files.message;
    if (found === true) return true;
    problems.push(
      problemOf(`${label}/${folder}`, `${found}, expected ${CLUSTER_FILES.join(', ')} in the folder`),
    );
    return false;
  });
  return { clusters, problems };
}

function listFolder(path: string): Dirent[] | { message: string } {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    return { message: `found that this is ${readFailure(error)}` };
  }
}

function problemOf(file: string, message: string): Problem {
  return { file, line: 1, path: '', message };
}
