import type { Fleet, Image } from '../../clusters/index.ts';
import { INVENTORIES_FOLDER } from '../../clusters/layout.ts';
import type { Unit } from '../../platform/unit/unit.ts';
import { git, gitLines } from '../promote/git.ts';
import { committedBuilds } from '../promote/history.ts';
import { type Ground, skippedStage } from '../promote/stages.ts';
import { type ChangedBuild, changedBuilds, imagesOf, productsOf } from './changed-builds.ts';
import { type ChangedFile, changedFiles, forkOf } from './changed-files.ts';

const PLAIN = '100644';
const NONE = '000000';
const IMAGES = /^clusters\/([^/]+)\/images\.yaml$/;

/** What the check looks at. */
export interface Promotion {
  /** Of the repository, at the commit that is judged. */
  readonly root: string;
  /** The commit that it came from, or the branch that it goes to. */
  readonly base: string;
  readonly fleet: Fleet;
  readonly units: readonly Unit[];
  /** What in `dist/` is not what the sources of this commit give. */
  stale(): readonly string[];
}

/** What the check has found. */
export interface Verdict {
  readonly builds: readonly ChangedBuild[];
  /** Why it is more than a promotion; none where it is one. */
  readonly mistakes: readonly string[];
}

/**
 * Whether a commit changes builds, what follows from them, and nothing else. All sources but `images.yaml` are those of
 * the base, and `dist/` is what the sources of the commit give, so it is what those of the base give with other builds. A build
 * that skips a stage says why.
 *
 * @throws Mistake when Git cannot say
 */
export function checkPromotion({ root, base, fleet, units, stale }: Promotion): Verdict {
  const dirty = gitLines(root, 'status', '--porcelain').map((line) => line.slice(3));
  if (dirty.length > 0) {
    return {
      builds: [],
      mistakes: dirty.map((path) => `${path} is not committed. Commit it, or take it away.`),
    };
  }
  const fork = forkOf(root, base, 'HEAD');
  const changed = changedFiles(root, fork, 'HEAD');
  const files = changed.map((file) => ({ file, cluster: IMAGES.exec(file.path)?.[1] }));
  const found = files.flatMap(({ file, cluster }) =>
    cluster !== undefined && file.modeBefore === PLAIN && file.mode === PLAIN
      ? [{ file: file.path, cluster, ...changedBuilds(textOf(root, fork, file), textOf(root, 'HEAD', file)) }]
      : [],
  );
  const builds = found.flatMap(({ cluster: name, builds }) => {
    const cluster = fleet.clusters.find((each) => each.name === name);
    return builds.map(({ image, change }) => ({
      cluster: name,
      products: cluster === undefined ? [] : productsOf(image, cluster, units),
      image,
      change,
    }));
  });
  const ground: Ground = {
    clusters: fleet.clusters,
    units: () => units,
    deployed: {
      now: (cluster, image) => imageAt(root, fork, cluster, image),
      before: (cluster, image) => committedBuilds(root, cluster, image, fork),
    },
  };
  const mistakes = [
    ...files.flatMap(({ file, cluster }) => mistakeOf(file, cluster !== undefined) ?? []),
    ...found.flatMap(({ file, mistakes }) => mistakes.map((mistake) => `${file}: ${mistake}`)),
    ...found.flatMap(({ cluster, builds }) => builds.flatMap((build) => tooEarly(cluster, build, ground))),
    ...stale().map((path) => `${path} is not what npm run synth gives.`),
  ];
  const none = builds.length === 0 && mistakes.length === 0 ? ['No build changed.'] : [];
  return { builds, mistakes: [...mistakes, ...none] };
}

function mistakeOf({ path, modeBefore, mode }: ChangedFile, isImages: boolean): string | undefined {
  if (isImages) {
    if (modeBefore === NONE) return `${path} came: a new cluster is not a promotion.`;
    if (mode === NONE) return `${path} went: the end of a cluster is not a promotion.`;
    return modeBefore === PLAIN && mode === PLAIN ? undefined : `${path} is no longer a plain file.`;
  }
  // What a chart makes follows from no build, and nothing here could say whether it does.
  if (path.startsWith(`dist/${INVENTORIES_FOLDER}/`)) return `${path} changed, which no build asks for.`;
  if (!path.startsWith('dist/')) return `${path} changed, which no build asks for.`;
  return mode === PLAIN || mode === NONE ? undefined : `${path} is not a plain file.`;
}

/** Builds that skip a stage without a word why: nobody could have given them to `npm run promote` on main. */
function tooEarly(
  name: string,
  { image, arrivals }: ReturnType<typeof changedBuilds>['builds'][number],
  ground: Ground,
): readonly string[] {
  const cluster = ground.clusters.find((each) => each.name === name);
  if (cluster === undefined) return [];
  return arrivals.flatMap(({ version, digest, skipsStage }) =>
    skipsStage === undefined ? (skippedStage({ image, cluster, version, digest }, ground) ?? []) : [],
  );
}

function imageAt(root: string, commit: string, cluster: string, name: string): Image | undefined {
  const file = `clusters/${cluster}/images.yaml`;
  if (gitLines(root, 'ls-tree', '--name-only', commit, '--', file).length === 0) return undefined;
  const images = imagesOf(git(root, ['cat-file', 'blob', `${commit}:${file}`]).toString());
  return Object.hasOwn(images, name) ? images[name] : undefined;
}

function textOf(root: string, commit: string, { path }: ChangedFile): string {
  return git(root, ['cat-file', 'blob', `${commit}:${path}`]).toString();
}

/** The verdict for people: which products' builds changed, or what else did. */
export function report({ builds, mistakes }: Verdict): string {
  if (mistakes.length > 0) {
    return ['This is more than a promotion:', ...mistakes.map((mistake) => `  ${mistake}`)].join('\n');
  }
  return [
    'Nothing changes but builds, and what follows from them:',
    ...builds.map(
      ({ cluster, products, image, change }) => `  ${cluster}: ${products.join(' or ')}: ${image} ${change}`,
    ),
  ].join('\n');
}
