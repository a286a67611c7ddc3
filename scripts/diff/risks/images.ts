import type { Item } from '../change.ts';
import { imageOf } from './image-name.ts';
import { containersOf, makesPods, WORKLOADS } from './pods.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

/** Code from somewhere else than before, or that may change under its name. */
export const images: Rule = (change, trees) => {
  const { before, after } = change;
  if (after === undefined || !makesPods(after)) return [];
  const now = imagesOf(after);
  if (!isEdit(change)) {
    // What comes anew is held against what the cluster ran before.
    const known = new Set(
      trees.before
        .ofKinds(after.cluster, ...WORKLOADS)
        .flatMap((item) => [...imagesOf(item).values()].map(({ owner }) => owner)),
    );
    const strange = [...now.values()].filter(({ owner }) => !known.has(owner));
    if (known.size === 0 || strange.length === 0) return [];
    return [
      judge(
        'security',
        `an image from elsewhere: nothing in the cluster came from ${some(owners(strange))} before`,
      ),
    ];
  }
  const old = before === undefined ? new Map() : imagesOf(before);
  return [...now].flatMap(([container, image]) => {
    const previous = old.get(container);
    if (previous === undefined) {
      const known = [...old.values()].map(({ owner }) => owner);
      return known.includes(image.owner)
        ? []
        : [
            judge(
              'security',
              `container ${container} is new, with an image from elsewhere: ${image.repository}`,
            ),
          ];
    }
    if (previous.owner !== image.owner) {
      return [judge('security', `image of ${container} from elsewhere: ${previous.owner} → ${image.owner}`)];
    }
    if (previous.digest !== undefined && image.digest === undefined) {
      return [
        judge(
          'security',
          `image of ${container} is no longer pinned by a digest: whoever can push moves its tag`,
        ),
      ];
    }
    if (previous.repository !== image.repository) {
      return [
        judge(
          'restart',
          `container ${container} runs another image: ${previous.repository} → ${image.repository}`,
        ),
      ];
    }
    return [];
  });
};

function imagesOf(item: Item) {
  const found = containersOf(item).flatMap(({ name, image }) => {
    const read = imageOf(image);
    return read === undefined ? [] : [[String(name), read] as const];
  });
  return new Map(found);
}

function owners(images: readonly { readonly owner: string }[]): readonly string[] {
  return [...new Set(images.map(({ owner }) => owner))];
}
