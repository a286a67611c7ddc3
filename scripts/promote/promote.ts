import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Build, type Cluster, type Fleet, type Image, loadFleet } from '../../clusters/index.ts';
import { nearestName } from '../../clusters/nearest-name.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { canaryRefusal } from '../../platform/workload/traffic/canary.ts';
import { Mistake } from '../command-line/mistake.ts';
import { changeBack, type Direct } from './build-before.ts';
import { edit } from './edit.ts';
import { type Request, shortDigest } from './request.ts';

/** What a promotion looks at besides the contract. */
export interface Surroundings {
  /** The clusters' folder. */
  readonly directory: string;
  /** The builds of an image that everybody on a cluster got before, newest first. */
  history(cluster: string, image: string): readonly Build[];
  /** Every unit of the fleet. */
  units(fleet: Fleet): readonly Unit[];
}

/**
 * Changes `images.yaml` of one cluster as requested.
 *
 * @returns what was done, for people
 * @throws Mistake, or ContractError when the contract has a mistake before the change; nothing is written then
 */
export function promote(request: Request, surroundings: Surroundings): string {
  const { cluster: clusterName, image: name } = request;
  const { directory } = surroundings;
  const fleet = loadFleet(directory);
  const cluster = clusterOf(clusterName, fleet.clusters);
  const image = imageOf(name, cluster);
  const change = directChange(request, image, surroundings);
  if (change?.to === 'canary') assertSplits(name, cluster, surroundings.units(fleet));
  if (change === undefined)
    return `${clusterName} does not run that build of ${name} any more: nothing to do.`;
  const place = { file: `clusters/${clusterName}/images.yaml`, image: name };
  const path = join(directory, clusterName, 'images.yaml');
  const text = readFileSync(path, 'utf8');
  const edited = edit(text, image, change, place);
  if (edited === text) return `${clusterName} has it so already: nothing to do.`;
  writeFileSync(`${path}.new`, edited);
  // The file is the old one or the new one, never half of it.
  renameSync(`${path}.new`, path);
  return `${place.file}: ${describe(change, name, image)}. Now run npm run synth.`;
}

function directChange(
  { change, cluster, image: name }: Request,
  image: Image,
  { history }: Surroundings,
): Direct | undefined {
  return change.to === 'roll-back'
    ? changeBack(name, image, change.digest, () => history(cluster, name))
    : change;
}

/** Synth would refuse it as well, but only after a pull request has been opened. */
function assertSplits(image: string, cluster: Cluster, units: readonly Unit[]): void {
  const refusal = canaryRefusal(image, cluster, units);
  if (refusal === undefined) return;
  throw new Mistake(`${image} can have no canary on ${cluster.name}: ${refusal} Leave --canary out.`);
}

function describe(change: Direct, name: string, image: Image): string {
  if (change.to === 'build') return `${name} is ${told(change, image)} instead of ${told(image, change)}`;
  if (change.to === 'return') {
    const canary = image.canary === undefined ? '' : `, and its canary ${image.canary.version} ends`;
    return `${name} is ${told(change, image)} again instead of ${told(image, change)}${canary}`;
  }
  if (change.to === 'canary') return `${name} ${change.version} gets ${change.weight} % of the requests`;
  if (change.to === 'weight') return `the canary of ${name} gets ${change.weight} % of the requests`;
  const version = image.canary?.version;
  return change.to === 'end-canary' ? `${name} has no canary any more` : `${name} is its canary, ${version}`;
}

/** A build by its version, and by its digest too where the other one has the same version. */
function told({ version, digest }: Build, other: Build): string {
  return version === other.version ? `${version} (${shortDigest(digest)})` : version;
}

function clusterOf(name: string, clusters: readonly Cluster[]): Cluster {
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster !== undefined) return cluster;
  throw new Mistake(
    unknown(
      `a cluster ${name}`,
      name,
      clusters.map((known) => known.name),
    ),
  );
}

function imageOf(name: string, cluster: Cluster): Image {
  const image = Object.hasOwn(cluster.images, name) ? cluster.images[name] : undefined;
  if (image !== undefined) return image;
  throw new Mistake(unknown(`an image ${name} on ${cluster.name}`, name, Object.keys(cluster.images)));
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const list = known.length === 0 ? 'There is none at all.' : `There are ${[...known].sort().join(', ')}.`;
  return `There is no ${what.replace(/^an? /, '')}. ${nearest === undefined ? list : `Is ${nearest} meant?`}`;
}
