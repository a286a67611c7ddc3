import type { Build, Cluster, Image } from '../../clusters/index.ts';
import { canaryRefusal } from '../../platform/workload/traffic/canary.ts';
import { Mistake } from '../command-line/mistake.ts';
import { changeBack, type Direct } from './build-before.ts';
import { describe } from './describe.ts';
import { edit } from './edit.ts';
import { clusterOf, imageOf } from './find.ts';
import { versionMistake } from './one-version.ts';
import type { Change, Request } from './request.ts';
import { type Arrival, type Ground, skippedStage } from './stages.ts';
import { typedMistake } from './typed-build.ts';

/** What becomes of one image on one cluster. */
export interface Plan {
  readonly cluster: string;
  readonly image: string;
  /** Such as `clusters/prod-eu/images.yaml`. */
  readonly file: string;
  readonly changed: boolean;
  /** What the image was. */
  readonly before: Image;
  /** All of `images.yaml` afterwards. */
  readonly text: string;
  /** For people. */
  readonly told: string;
}

/** What a request is about. */
interface Target {
  readonly name: string;
  readonly image: Image;
  readonly cluster: Cluster;
}

/** A change, and what is said of it besides. */
interface Judged {
  readonly change: Direct;
  readonly note?: string;
}

/** A change that brings a build. */
type Arriving = Extract<Change, { readonly skipsStage?: string }>;

/**
 * What a request comes to; nothing is written.
 *
 * @param textOf reads `images.yaml` of a cluster
 * @throws Mistake when it makes no sense, or comes too early
 */
export function plan(request: Request, ground: Ground, textOf: (cluster: string) => string): Plan {
  assertInOrder(request, ground);
  const cluster = clusterOf(request.cluster, ground.clusters);
  const { name, image } = imageOf(request.image, cluster, ground);
  const file = `clusters/${cluster.name}/images.yaml`;
  const text = textOf(cluster.name);
  const place = { cluster: cluster.name, image: name };
  const found = { ...place, file, before: image };
  const judged = directChange(request.change, { name, image, cluster }, ground);
  if (judged === undefined) {
    const told = `${cluster.name} does not run that build of ${name} any more: nothing to do.`;
    return { ...found, changed: false, text, told };
  }
  const { change, note = '' } = judged;
  const edited = edit(text, image, change, place);
  if (edited !== text) {
    const told = `${file}: ${describe(change, name, image)}.${note}`;
    return { ...found, changed: true, text: edited, told };
  }
  const beside =
    change.to === 'build' && image.canary ? ` Its canary ${image.canary.version} goes on beside it.` : '';
  const told = `${cluster.name} has it so already: nothing to do.${beside}`;
  return { ...found, changed: false, text, told };
}

/** Names in the wrong places would be told as names that do not exist. */
function assertInOrder({ cluster, image }: Request, { clusters }: Ground): void {
  const isCluster = (name: string) => clusters.some((each) => each.name === name);
  if (isCluster(image) && !isCluster(cluster)) {
    throw new Mistake(`${image} is a cluster, which comes first: npx fleet promote ${image} ${cluster}.`);
  }
  if (image.startsWith('sha256:')) {
    throw new Mistake(
      'A digest stands in the place of the image, which comes first: npx fleet images set IMAGE DIGEST.',
    );
  }
}

/** @returns undefined where the build that fails does not run any more */
function directChange(change: Change, target: Target, ground: Ground): Judged | undefined {
  const { name, image, cluster } = target;
  if (change.to === 'weight' || change.to === 'end-canary') return { change };
  if (change.to === 'roll-back') {
    const back = changeBack(name, image, change.digest, () => ground.deployed.before(cluster.name, name));
    return back && { change: back };
  }
  const build = change.to === 'promote-canary' ? image.canary : change;
  if (build === undefined) return { change };
  const typed = typedMistake(name, build, cluster);
  if (typed !== undefined) throw new Mistake(typed);
  if (change.to === 'canary') assertSplits(name, cluster, ground);
  // A call that comes twice is no mistake, whatever has become of the build elsewhere since.
  return build.digest === image.digest ? { change } : judge(change, build, target, ground);
}

/** Holds a build that comes against what the fleet runs and ran. */
function judge(change: Arriving, build: Build, { name, image, cluster }: Target, ground: Ground): Judged {
  const arrival = { image: name, cluster, version: build.version, digest: build.digest };
  const mistake = versionMistake(arrival, ground);
  if (mistake !== undefined) throw new Mistake(mistake);
  const tried = image.canary?.digest === build.digest ? image.canary.skipsStage : undefined;
  const reason = change.skipsStage ?? tried;
  const { skipsStage: _, ...rest } = change;
  if (reason !== undefined && mayBeSkipped(arrival, ground)) {
    return { change: { ...rest, skipsStage: reason } };
  }
  const skipped = reason === undefined ? skippedStage(arrival, ground) : undefined;
  if (skipped !== undefined) throw new Mistake(skipped);
  const note = reason === undefined ? '' : ' It skips no stage, so --skip-stage is not written down.';
  return { change: rest, note };
}

/** In an emergency nobody waits for a history that cannot be read. */
function mayBeSkipped(arrival: Arrival, ground: Ground): boolean {
  try {
    return skippedStage(arrival, ground) !== undefined;
  } catch (error) {
    if (error instanceof Mistake) return true;
    throw error;
  }
}

/** Synth would refuse it as well, but only after a pull request has been opened. */
function assertSplits(image: string, cluster: Cluster, { units }: Ground): void {
  const refusal = canaryRefusal(image, cluster, units());
  if (refusal === undefined) return;
  throw new Mistake(`${image} can have no canary on ${cluster.name}: ${refusal} Leave --canary out.`);
}
