import type { ClusterRule } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { deployment } from '../sample-workloads.ts';
import { type Image, imagesIn } from './images.ts';

/** Tags that their projects move with each release. */
const FLOATING =
  /^(?:latest|stable|main|master|develop|dev|edge|nightly|head|canary|next|current|release|prod|production|staging)$/i;

/** What the name means changes under the pods. */
export const floatingImage: ClusterRule = {
  id: 'image-floats',
  severity: 'warning',
  summary: 'An image without a tag, with one that moves, or without a digest where the others have one',
  breaks:
    'Each new pod may get another program than its neighbours: after a drain or a scale-up two versions run, and a rollback brings nothing back.',
  pitfalls: ['X-89', 'X-108', 'X-52'],
  failing: deployment('web', { image: 'registry.example.com/web:latest' }),
  passing: deployment('web', { image: 'registry.example.com/web:1.4.2' }),
  *judge(state) {
    const images = imagesIn(state);
    const byNamespace = new Map<string, Image[]>();
    for (const image of images) {
      const others = byNamespace.get(image.resource.namespace);
      if (others === undefined) byNamespace.set(image.resource.namespace, [image]);
      else others.push(image);
    }
    const odd = new Set(
      [...byNamespace.values()].flatMap(
        (own) => practiceOf(own, ({ digest }) => digest !== undefined)?.lacks ?? [],
      ),
    );
    for (const image of images) {
      const { resource, path, container, written, tag, digest } = image;
      if (digest !== undefined || /[${}\s]/.test(written)) continue;
      const floats = tag === undefined || FLOATING.test(tag);
      if (!floats && !odd.has(image)) continue;
      yield {
        resource,
        path,
        message:
          tag === undefined
            ? `The image ${written} of ${container} has no tag: it is whatever latest is on that day.`
            : floats
              ? `The tag ${tag} of ${container} moves: each new pod may get another program.`
              : `The image ${written} of ${container} has no digest; the others of its namespace have one.`,
        fix: floats
          ? 'Write the tag of a release, and its digest.'
          : 'Write its digest behind the tag: @sha256:….',
      };
    }
  },
};
