import { parse } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import { comesBeforeProduction } from '../../clusters/index.ts';
import { applicationName, deployStatus } from '../../platform/components/argocd/address.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { clusterOf } from '../promote/find.ts';
import { git, gitLines, isShallow } from '../promote/git.ts';
import { type Ground, sourcesOf } from '../promote/stages.ts';
import { imagesOf } from '../synth/image-use.ts';

/** Argo CD reads main every two minutes, and syncs whatever commit it finds: one of the first after the merge. */
const COMMITS = 50;

/** A build that has to be well on a cluster before it goes on. */
export interface Staged {
  readonly cluster: string;
  readonly image: string;
  readonly digest: string;
}

/** What is looked at. */
export interface Surroundings {
  /** Of the repository. */
  readonly root: string;
  /** The branch that Argo CD reads, such as `origin/main`. */
  readonly main: string;
  /** Every unit of the fleet. */
  readonly units: readonly Unit[];
  /** The names of the statuses that a commit has with `success`. */
  statuses(commit: string): Promise<readonly string[]>;
}

/** Clusters of which one has to be well with a build. */
export interface Awaited {
  readonly anyOf: readonly string[];
}

/**
 * What is waited for: clusters before production themselves, and for one of production any of the stage before it, as a
 * promotion asks for one of them; nothing for one that has none.
 *
 * @throws Mistake for a cluster that is not there
 */
export function awaitedBy(
  image: string,
  names: readonly string[],
  ground: Pick<Ground, 'clusters' | 'units'>,
): readonly Awaited[] {
  return names.flatMap((given) => {
    const cluster = clusterOf(given, ground.clusters);
    if (comesBeforeProduction(cluster)) return [{ anyOf: [cluster.name] }];
    const anyOf = sourcesOf(image, cluster, ground).map(({ name }) => name);
    return anyOf.length === 0 ? [] : [{ anyOf }];
  });
}

/** What keeps a build from being well on any of these clusters; nothing where it is on one. */
export async function missingOfAny(
  clusters: readonly string[],
  build: Omit<Staged, 'cluster'>,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const cluster of clusters) {
    const found = await missingOf({ ...build, cluster }, surroundings);
    if (found.length === 0) return [];
    missing.push(...found);
  }
  return missing;
}

/**
 * What keeps a build from being well on a cluster, for people; nothing where it is.
 *
 * @throws Mistake where the cluster runs no such image at all
 */
export async function missingOf(staged: Staged, surroundings: Surroundings): Promise<readonly string[]> {
  const { cluster, image, digest } = staged;
  const { root, main } = surroundings;
  const file = `clusters/${cluster}/images.yaml`;
  const applications = unitsRunning(staged, surroundings.units).map((unit) => applicationName(cluster, unit));
  if (applications.length === 0) throw new Mistake(`Nothing on ${cluster} runs the image ${image}.`);
  const images = imagesSchema.catch({}).parse(parse(git(root, ['show', `${main}:${file}`]).toString()));
  const runs = [images[image]?.digest, images[image]?.canary?.digest].includes(digest);
  const commits = commitsWith(staged, file, runs, surroundings);
  if (commits.length === 0) {
    return [`${file} of ${main} does not have this build of ${image}: its pull request is not merged.`];
  }
  const waiting = new Set(applications);
  for (const commit of commits) {
    const found = await surroundings.statuses(commit);
    for (const application of applications) {
      if (found.includes(deployStatus(application))) waiting.delete(application);
    }
    if (waiting.size === 0) break;
  }
  return [...waiting].map(
    (application) =>
      `${application} has not reported it: it is not synced, a smoke test fails, or a pod is not healthy.`,
  );
}

/** The units whose pods run the image: a migration is part of the unit whose pods wait for it. */
function unitsRunning({ cluster, image }: Staged, units: readonly Unit[]): readonly string[] {
  return units
    .filter(({ clusters }) => clusters.includes(cluster))
    .filter((unit) => imagesOf(unit).includes(image))
    .map(({ name }) => name);
}

/**
 * The commit that brought the build, and those after it, oldest first, for as long as the cluster ran it; none where it never
 * did. A newer build may have taken its place since: it was well all the same.
 */
function commitsWith(
  { digest }: Staged,
  file: string,
  runs: boolean,
  { root, main }: Surroundings,
): readonly string[] {
  const changes = gitLines(root, 'log', '--first-parent', '--format=%H', `-S${digest}`, main, '--', file);
  const [brought, until] = runs ? [changes[0], main] : [changes[1], `${changes[0]}^`];
  if (brought === undefined) {
    if (!runs && !isShallow(root)) return [];
    throw new Mistake(
      `This clone does not have the commit that brought the build. Run git fetch --unshallow first.`,
    );
  }
  const later = gitLines(root, 'rev-list', '--first-parent', '--reverse', until, `^${brought}`);
  return [brought, ...later].slice(0, COMMITS);
}
