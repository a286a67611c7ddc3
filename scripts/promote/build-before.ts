import type { Build, Image } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import type { Change } from './request.ts';

/** Changes that need no look into the history. */
export type Direct =
  | Exclude<Change, { readonly to: 'roll-back' }>
  /** Back to a build that ran before. A canary ends with it: it was tried beside the build that goes. */
  | ({ readonly to: 'return' } & Build);

/**
 * What a rollback comes to: the end of the canary, or the build before the one that everybody gets.
 *
 * @param earlier reads what everybody on the cluster got before, newest first
 * @returns undefined where the failing build does not run any more
 * @throws Mistake when the history has no build to return to
 */
export function changeBack(
  name: string,
  image: Image,
  failing: string | undefined,
  earlier: () => readonly Build[],
): Direct | undefined {
  if (image.canary !== undefined && (failing ?? image.canary.digest) === image.canary.digest) {
    return { to: 'end-canary' };
  }
  if (failing !== undefined && failing !== image.digest) return undefined;
  const before = buildBefore([image, ...earlier()]);
  if (before !== undefined) return { to: 'return', ...before };
  throw new Mistake(
    `The history of images.yaml has no build of ${name} before the one that runs, but for those that were taken back. Name one with --build and --digest.`,
  );
}

/**
 * The build before the first of these. Whoever returns to a build takes back everything after it, so a rollback of a
 * rollback goes further back, and never to the build that was broken. A build that is promoted again counts again.
 *
 * @param builds newest first
 */
function buildBefore(builds: readonly Build[]): Build | undefined {
  return standingBuilds(builds).at(-2);
}

/**
 * The builds that nobody took back, oldest first: the last one runs, and each came in the place of the one before.
 *
 * @param builds what a cluster ran, newest first
 */
export function standingBuilds(builds: readonly Build[]): readonly Build[] {
  const standing: Build[] = [];
  for (const { version, digest } of [...builds].reverse()) {
    const known = standing.findIndex((build) => build.digest === digest);
    if (known >= 0) standing.length = known;
    standing.push({ version, digest });
  }
  return standing;
}
