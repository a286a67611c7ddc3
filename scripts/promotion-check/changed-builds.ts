import { parse } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import type { Build, Cluster, Image } from '../../clusters/index.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { shortDigest } from '../promote/request.ts';
import { imagesOfWorkload } from '../synth/image-use.ts';

/** What happens to one image of a cluster. */
export interface ChangedBuild {
  readonly cluster: string;
  /** The products whose image it is. */
  readonly products: readonly string[];
  readonly image: string;
  /** For people. */
  readonly change: string;
}

/** What happens to one image of a file. */
interface ChangedImage extends Pick<ChangedBuild, 'image' | 'change'> {
  /** The builds that came with it. */
  readonly arrivals: readonly Arriving[];
}

/** A build that ran there neither for everybody nor as a canary. */
type Arriving = Build & Pick<Image, 'skipsStage'>;

/** The builds in which a text of `images.yaml` differs from the previous one, and which changes between them are not promotions. */
export function changedBuilds(
  before: string,
  after: string,
): {
  readonly builds: readonly ChangedImage[];
  readonly mistakes: readonly string[];
} {
  const [old, now] = [imagesOf(before), imagesOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const builds: ChangedImage[] = [];
  const mistakes: string[] = [];
  for (const image of names) {
    const [one, other] = [old[image], now[image]];
    if (one === undefined) mistakes.push(`${image} came: the product has to say who runs it.`);
    else if (other === undefined) mistakes.push(`${image} went: the product has to say that nobody runs it.`);
    else if (describe(one) !== describe(other)) {
      builds.push({
        image,
        change: `${describe(one)} → ${describe(other)}`,
        arrivals: arrivalsIn(one, other),
      });
    }
  }
  return { builds, mistakes };
}

function arrivalsIn(before: Image, { canary, ...everybody }: Image): readonly Arriving[] {
  const known = [before.digest, before.canary?.digest];
  return [everybody, ...(canary === undefined ? [] : [canary])].filter(
    ({ digest }) => !known.includes(digest),
  );
}

/** A file that was broken had no builds. */
export function imagesOf(text: string): Readonly<Record<string, Image>> {
  try {
    return imagesSchema.catch({}).parse(parse(text));
  } catch {
    return {};
  }
}

function describe({ version, digest, canary, skipsStage }: Image): string {
  const unstaged = skipsStage === undefined ? '' : `, without the stage before: ${skipsStage}`;
  const build = `${version} (${shortDigest(digest)})${unstaged}`;
  if (canary === undefined) return build;
  const group = canary.variant === undefined ? '' : `, variant ${canary.variant}`;
  return `${build} with the canary ${describe(canary)} at ${canary.weight} %${group}`;
}

/**
 * The products whose image it is: of those that run it, or use it for a migration. One that neither does, such as that
 * of a store, may be any product's of the cluster.
 */
export function productsOf(image: string, cluster: Cluster, units: readonly Unit[]): readonly string[] {
  const here = units.filter(({ clusters }) => clusters.includes(cluster.name));
  const users = here
    .flatMap(({ workloads = [] }) => workloads)
    .filter(({ declaration }) => imagesOfWorkload(declaration).includes(image))
    .map(({ product }) => product);
  return [...new Set(users.length > 0 ? users : productsOn(cluster.name, units))].sort();
}

/** The products that run on a cluster: who owns its `images.yaml`. */
export function productsOn(cluster: string, units: readonly Unit[]): readonly string[] {
  const projects = units.filter(({ clusters }) => clusters.includes(cluster)).map(({ project }) => project);
  return [...new Set(projects)].filter((project) => project !== 'platform').sort();
}
