import type { Image } from '../../clusters/index.ts';
import { type Change, PromotionError } from './request.ts';

/** Changes that need no look into the history. */
export type Direct = Exclude<Change, { readonly to: 'roll-back' }>;

/**
 * What a rollback comes to: the end of the canary, or the newest build before the one that runs.
 *
 * @param earlier what the cluster ran before, newest first
 * @returns undefined where the failing build does not run any more
 * @throws PromotionError when the history has no other build
 */
export function changeBack(
  name: string,
  image: Image,
  failing: string | undefined,
  earlier: Iterable<Image>,
): Direct | undefined {
  if (image.canary !== undefined && (failing ?? image.canary.digest) === image.canary.digest) {
    return { to: 'end-canary' };
  }
  if (failing !== undefined && failing !== image.digest) return undefined;
  for (const { version, digest } of earlier) {
    if (digest !== image.digest) return { to: 'build', version, digest };
  }
  throw new PromotionError(
    `The history of images.yaml has no other build of ${name} than the one that runs. Name one with --build and --digest.`,
  );
}
