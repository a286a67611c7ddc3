import { Mistake } from '../command-line/mistake.ts';
import { carryOut, type Surroundings } from '../promote/carry-out.ts';
import { clusterNames, clusterOf, imageOf } from '../promote/find.ts';
import type { Plan } from '../promote/plan.ts';
import type { Change, Request } from '../promote/request.ts';
import { clustersRunning, type Ground, sourcesOf } from '../promote/stages.ts';

/** One build for several clusters. */
export interface SetRequest {
  /** As they were given: each may be several names. */
  readonly clusters: readonly string[];
  readonly image: string;
  readonly digest: string;
  /** Left out: as the fleet calls the build already; the beginning of the digest where it does not know it. */
  readonly version?: string | undefined;
  readonly weight?: number | undefined;
  readonly skipsStage?: string | undefined;
}

/** What was done. */
export interface Done {
  readonly version: string;
  readonly plans: readonly Plan[];
}

/**
 * Gives a build to every cluster that is named, or to none of them.
 *
 * @throws as {@link carryOut}
 */
export function setBuild(request: SetRequest, surroundings: Surroundings): Done {
  const digest = request.digest.trim();
  const clusters = clusterNames(request.clusters);
  let version = request.version ?? '';
  const plans = carryOut((ground) => {
    if (clusters.length === 0) throw new Mistake(noClusters(request.image, ground));
    version = request.version ?? knownVersion(request.image, digest, clusters, ground) ?? unnamed(digest);
    return clusters.map(
      (cluster): Request => ({
        cluster,
        image: request.image,
        change: changeOf({ ...request, digest, version }),
      }),
    );
  }, surroundings);
  return { version, plans };
}

function changeOf({
  version,
  digest,
  weight,
  skipsStage,
}: SetRequest & { readonly version: string }): Change {
  const coming = { version, digest, ...(skipsStage !== undefined && { skipsStage }) };
  return weight === undefined ? { to: 'build', ...coming } : { to: 'canary', weight, ...coming };
}

/** How the fleet calls a build: a cluster of the product runs it, or one of the stage before has. */
function knownVersion(
  image: string,
  digest: string,
  names: readonly string[],
  ground: Ground,
): string | undefined {
  for (const given of names) {
    const cluster = clusterOf(given, ground.clusters);
    const { name } = imageOf(image, cluster, ground);
    const { now, before } = ground.deployed;
    for (const running of clustersRunning(name, cluster, ground)) {
      const found = now(running.name, name);
      const build = [found, found?.canary].find((each) => each?.digest === digest);
      if (build !== undefined) return build.version;
    }
    for (const source of sourcesOf(name, cluster, ground)) {
      const past = before(source.name, name).find((each) => each.digest === digest);
      if (past !== undefined) return past.version;
    }
  }
  return undefined;
}

/** A build that nobody has named has the name by which people compare digests. */
function unnamed(digest: string): string {
  return digest.slice('sha256:'.length).slice(0, 12);
}

function noClusters(image: string, { clusters }: Ground): string {
  const running = clusters.filter(({ images }) => Object.hasOwn(images, image)).map(({ name }) => name);
  const known = running.length === 0 ? '' : ` ${image} runs on ${running.join(', ')}.`;
  return `No cluster is named: give --cluster once for each.${known}`;
}
