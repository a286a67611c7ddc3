import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cluster, Fleet } from './cluster.ts';
import { checkCluster } from './cluster-rules.ts';
import { ContractError, type Problem } from './contract-error.ts';
import { SourceDocument } from './document.ts';
import { checkFleet } from './fleet-rules.ts';
import { fleetSchema } from './fleet-schema.ts';
import { type ClusterDraft, loadCluster } from './load-cluster.ts';
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
  const clusters = listClusters(directory, label);
  const drafts = clusters.names.map((folder) => loadCluster(directory, label, folder));
  const problems = [
    ...fleet.problems,
    ...clusters.problems,
    ...drafts.flatMap((draft) => [...draft.problems, ...checkCluster(draft)]),
    ...checkFleet(drafts),
  ];
  if (problems.length > 0 || fleet.whole === undefined) throw new ContractError(problems);
  return { ...fleet.whole, clusters: withDomains(drafts.flatMap(({ cluster }) => cluster ?? [])) };
}

/** Adds the domains of the clusters whose names one takes over. */
function withDomains(clusters: readonly NonNullable<ClusterDraft['cluster']>[]): Cluster[] {
  const domains = new Map(clusters.map(({ name, domain }) => [name, domain]));
  return clusters.map((cluster) => ({
    ...cluster,
    takesOver: cluster.takesOver.flatMap((takeover) => {
      const domain = domains.get(takeover.cluster);
      return domain === undefined ? [] : [{ ...takeover, domain }];
    }),
  }));
}

/**
 * The folders of the clusters. Every folder is one: a folder skipped because of a missing file would be a cluster
 * that vanishes from what is rendered.
 */
function listClusters(directory: string, label: string): { names: string[]; problems: Problem[] } {
  try {
    const names = readdirSync(directory, { withFileTypes: true })
      .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
    if (names.length > 0) return { names, problems: [] };
    return { names, problems: [problemOf(label, 'found no folder, expected one for each cluster')] };
  } catch (error) {
    const message = `found ${readFailure(error)}, expected the folder of the clusters`;
    return { names: [], problems: [problemOf(label, message)] };
  }
}

function problemOf(file: string, message: string): Problem {
  return { file, line: 1, path: '', message };
}
