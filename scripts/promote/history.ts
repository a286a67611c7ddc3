import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { imagesSchema } from '../../clusters/images-schema.ts';
import type { Image } from '../../clusters/index.ts';
import { PromotionError } from './request.ts';

/**
 * The builds of an image on a cluster in the commits of `images.yaml`, newest first, read one by one.
 *
 * @param root of the repository
 * @throws PromotionError when there is no history to read
 */
export function* committedBuilds(root: string, cluster: string, image: string): Generator<Image> {
  const file = `clusters/${cluster}/images.yaml`;
  for (const commit of git(root, 'log', '--format=%H', '--', file).split('\n')) {
    if (commit === '') continue;
    const images = imagesSchema.safeParse(contentOf(root, commit, file));
    const found = images.success ? images.data[image] : undefined;
    if (found !== undefined) yield found;
  }
}

/** A commit that took the file away, or broke it, had no build. */
function contentOf(root: string, commit: string, file: string): unknown {
  try {
    return parse(git(root, 'show', `${commit}:${file}`));
  } catch {
    return undefined;
  }
}

function git(root: string, ...args: readonly string[]): string {
  try {
    return execFileSync('git', [...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : String(error);
    throw new PromotionError(
      `The build before stands in the history of Git, which cannot be read: ${reason}`,
    );
  }
}
