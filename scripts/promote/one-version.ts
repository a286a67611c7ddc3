import { shortDigest } from './request.ts';
import { type Arrival, clustersRunning, type Ground } from './stages.ts';

/**
 * How a version would come to name two builds, or a build to have two versions; undefined where it stays one of each. The label
 * of a version and the words of a pull request are what people go by, and a tag may move.
 */
export function versionMistake(arrival: Arrival, ground: Ground): string | undefined {
  const { image, cluster, version, digest } = arrival;
  for (const { name } of clustersRunning(image, cluster, ground)) {
    const running = ground.deployed.now(name, image);
    for (const build of running === undefined ? [] : [running, running.canary]) {
      if (build === undefined) continue;
      if (build.version === version && build.digest !== digest) {
        return `${image}: found ${shortDigest(digest)} for ${version}, but ${name} runs ${version} as ${shortDigest(build.digest)}. A version is one build: give the digest ${build.digest}, or the version of the other build, such as ${version}-1 where it was built anew.`;
      }
      if (build.digest === digest && build.version !== version && name !== cluster.name) {
        return `${image}: found ${version} for ${shortDigest(digest)}, which ${name} runs as ${build.version}. A build has one version: write --build ${build.version}, or give the digest of ${version}.`;
      }
    }
  }
  return undefined;
}
