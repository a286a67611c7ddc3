import { type Cluster, type Image, type PastImage, stageBefore } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { imagesOf } from '../synth/image-use.ts';
import { standingBuilds } from './build-before.ts';
import { shortDigest } from './request.ts';

/** What clusters run and ran, before the change that is judged. */
export interface Deployed {
  /** What a cluster runs of an image. */
  now(cluster: string, image: string): Image | undefined;
  /** What it ran before, newest first. */
  before(cluster: string, image: string): readonly PastImage[];
}

/** What is looked at besides. */
export interface Ground {
  readonly clusters: readonly Cluster[];
  /** Every unit of the fleet. */
  units(): readonly Unit[];
  readonly deployed: Deployed;
}

/** A build that is to come to a cluster. */
export interface Arrival {
  readonly image: string;
  readonly cluster: Cluster;
  readonly version: string;
  readonly digest: string;
}

/** The clusters of the same product that run the image, this one included. */
export function clustersRunning(
  image: string,
  cluster: Cluster,
  { clusters, units }: Pick<Ground, 'clusters' | 'units'>,
): readonly Cluster[] {
  const running = units().filter((unit) => imagesOf(unit).includes(image));
  const products = new Set(
    running.filter((unit) => unit.clusters.includes(cluster.name)).map(({ project }) => project),
  );
  return clusters.filter(({ name }) =>
    running.some((unit) => products.has(unit.project) && unit.clusters.includes(name)),
  );
}

/**
 * Where a build has to run before it may come to a cluster: on one of these, the clusters of its product in the last stage
 * before. None for a cluster before production, at which a build may enter, and for an image that runs nowhere before it.
 */
export function sourcesOf(
  image: string,
  cluster: Cluster,
  ground: Pick<Ground, 'clusters' | 'units'>,
): readonly Cluster[] {
  return stageBefore(cluster, clustersRunning(image, cluster, ground));
}

/**
 * How a build skips a stage, and what to do instead; undefined where it does not. What the cluster ran itself may return at any
 * time, and a cluster that takes over for another may follow it.
 */
export function skippedStage(arrival: Arrival, ground: Ground): string | undefined {
  const { image, cluster, version, digest } = arrival;
  const { deployed, clusters } = ground;
  const sources = sourcesOf(image, cluster, ground);
  if (sources.length === 0) return undefined;
  const runs = (name: string) => {
    const found = deployed.now(name, image);
    return found?.digest === digest || found?.canary?.digest === digest;
  };
  if (sources.some(({ name }) => runs(name))) return undefined;
  if (cluster.takesOver.some(({ cluster: other }) => deployed.now(other, image)?.digest === digest)) {
    return undefined;
  }
  if (deployed.before(cluster.name, image).some((past) => past.digest === digest)) return undefined;
  const found = sources.map((source) => ({
    source,
    standing: standingOf(digest, source.name, image, deployed),
  }));
  if (found.some(({ standing }) => standing === 'ran')) return undefined;
  const build = `${image} ${version} (${shortDigest(digest)})`;
  const reasons = found.map(({ source: { name }, standing }) =>
    standing === 'taken back'
      ? `${name} ran it and went back from it`
      : `${name}, the stage before, has never run it and ${nowOf(deployed.now(name, image))}`,
  );
  const elsewhere = clusters.filter(
    ({ name }) => !sources.some((source) => source.name === name) && runs(name),
  );
  return [
    `${cluster.name}: ${build} skips a stage: ${reasons.join('; ')}.${elsewhere.length === 0 ? '' : ` It runs on ${elsewhere.map(({ name }) => name).join(', ')}.`}`,
    'Let it run there first: merge what this writes, and come back when it is well there.',
    `  npx fleet images set ${image} ${digest} --build ${version}${sources.map(({ name }) => ` --cluster ${name}`).join('')}`,
    'In an emergency say why it cannot, in a sentence that images.yaml and so the pull request then show: --skip-stage "REASON".',
  ].join('\n');
}

function nowOf(image: Image | undefined): string {
  return image === undefined ? 'runs none' : `runs ${image.version} (${shortDigest(image.digest)})`;
}

/** Whether a cluster ran a build, and whether it was replaced by the next one or by the one before. */
function standingOf(
  digest: string,
  cluster: string,
  image: string,
  { now, before }: Deployed,
): 'ran' | 'taken back' | 'never' {
  const current = now(cluster, image);
  const past = [...(current === undefined ? [] : [current]), ...before(cluster, image)];
  if (standingBuilds(past).some((build) => build.digest === digest)) return 'ran';
  const was = past.some((build) => build.digest === digest || build.canary?.digest === digest);
  return was ? 'taken back' : 'never';
}
