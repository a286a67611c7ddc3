import type { Build, Image } from '../../clusters/index.ts';
import type { Direct } from './build-before.ts';
import { shortDigest } from './request.ts';

/** What a change does to an image, for people. */
export function describe(change: Direct, name: string, image: Image): string {
  if (change.to === 'build' && change.digest === image.canary?.digest) {
    return `${name} is its canary, ${change.version}${unstaged(change)}`;
  }
  if (change.to === 'build') {
    return `${name} is ${told(change, image)} instead of ${told(image, change)}${unstaged(change)}`;
  }
  if (change.to === 'return') {
    const canary = image.canary === undefined ? '' : `, and its canary ${image.canary.version} ends`;
    return `${name} is ${told(change, image)} again instead of ${told(image, change)}${canary}`;
  }
  if (change.to === 'canary') {
    return `${name} ${change.version} gets ${change.weight} % of the requests${unstaged(change)}`;
  }
  if (change.to === 'weight') return `the canary of ${name} gets ${change.weight} % of the requests`;
  const version = image.canary?.version;
  return change.to === 'end-canary'
    ? `${name} has no canary any more`
    : `${name} is its canary, ${version}${unstaged(change)}`;
}

function unstaged({ skipsStage }: { readonly skipsStage?: string }): string {
  return skipsStage === undefined ? '' : `, without the stage before: ${skipsStage}`;
}

/** A build by its version, and by its digest too where the other one has the same version. */
function told({ version, digest }: Build, other: Build): string {
  return version === other.version ? `${version} (${shortDigest(digest)})` : version;
}
