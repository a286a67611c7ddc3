import { parse } from 'yaml';
import { z } from 'zod';
import { pastImageSchema } from '../../clusters/images-schema.ts';
import type { PastImage } from '../../clusters/index.ts';
import { Mistake } from '../command-line/mistake.ts';
import { git, gitFields, gitLines, isShallow } from './git.ts';

/** As it was written then: what today's contract requires in addition does not apply to the past. */
const pastImages = z.record(z.string(), z.unknown());

/**
 * The builds of an image that everybody on a cluster got, by the commits of `images.yaml`, newest first, each with the canary
 * beside it. Of a merge only its outcome counts: what stood on the branch alone never ran. A cluster that was renamed takes
 * its history along.
 *
 * @param root of the repository
 * @param until the last commit that counts
 * @throws Mistake when there is no history to read, or only its end
 */
export function committedBuilds(
  root: string,
  cluster: string,
  image: string,
  until = 'HEAD',
): readonly PastImage[] {
  if (isShallow(root)) {
    throw new Mistake(
      `What ${cluster} ran before is in the Git history, and this clone has only the end of it, where a build that was rolled back looks like any other. Run git fetch --unshallow first.`,
    );
  }
  const versions = versionsOf(root, `clusters/${cluster}/images.yaml`, until);
  return textsOf(root, versions).flatMap((text) => buildIn(text, image) ?? []);
}

/** Every state of a file, as `<commit>:<path>`, newest first. */
function versionsOf(root: string, file: string, from: string): readonly string[] {
  const commits = gitLines(root, 'log', '--first-parent', '--format=%H', from, '--', file);
  const versions = commits.map((commit) => `${commit}:${file}`);
  const oldest = commits.at(-1);
  const before = oldest === undefined ? undefined : renamedFrom(root, file, oldest);
  return before === undefined ? versions : [...versions, ...versionsOf(root, before, `${oldest}^`)];
}

/** What the file was called before the commit; undefined where the commit made it. */
function renamedFrom(root: string, file: string, commit: string): string | undefined {
  const [family = ''] = gitLines(root, 'rev-list', '--parents', '--max-count=1', commit);
  if (!family.includes(' ')) return undefined;
  const options = ['-r', '--find-renames', '--diff-filter=R', '--name-status'];
  const renames = gitFields(root, 'diff-tree', ...options, `${commit}^`, commit, '--', 'clusters');
  const to = renames.indexOf(file);
  const before = to < 1 ? undefined : renames[to - 1];
  return before?.endsWith('/images.yaml') ? before : undefined;
}

/** The texts of these versions; a commit that took the file away has none. */
function textsOf(root: string, versions: readonly string[]): readonly string[] {
  let rest = git(root, ['cat-file', '--batch'], versions.map((version) => `${version}\n`).join(''));
  return versions.flatMap(() => {
    const start = rest.indexOf('\n') + 1;
    const size = / blob (\d+)$/.exec(rest.toString('utf8', 0, start - 1))?.[1];
    if (size === undefined) {
      rest = rest.subarray(start);
      return [];
    }
    const end = start + Number(size);
    const text = rest.toString('utf8', start, end);
    rest = rest.subarray(end + 1);
    return text;
  });
}

/** A commit that broke the file had no build. */
function buildIn(text: string, image: string): PastImage | undefined {
  try {
    const images = pastImages.parse(parse(text));
    return Object.hasOwn(images, image) ? pastImageSchema.parse(images[image]) : undefined;
  } catch {
    return undefined;
  }
}
