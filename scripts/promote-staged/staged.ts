import { parse } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import { applicationName, deployStatus } from '../../platform/components/argocd/address.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { Mistake } from '../command-line/mistake.ts';
import { git, gitLines } from '../promote/git.ts';
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
  if (![images[image]?.digest, images[image]?.canary?.digest].includes(digest)) {
    return [`${file} of ${main} does not have this build of ${image}: its pull request is not merged.`];
  }
  const waiting = new Set(applications);
  for (const commit of commitsWith(staged, file, surroundings)) {
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

/** The commit that brought the build, and those after it, oldest first. */
function commitsWith({ digest }: Staged, file: string, { root, main }: Surroundings): readonly string[] {
  const [brought] = gitLines(root, 'log', '--first-parent', '--format=%H', `-S${digest}`, main, '--', file);
  if (brought === undefined) {
    throw new Mistake(
      `This clone does not have the commit that brought the build. Run git fetch --unshallow first.`,
    );
  }
  const later = gitLines(root, 'rev-list', '--first-parent', '--reverse', main, `^${brought}`);
  return [brought, ...later].slice(0, COMMITS);
}
