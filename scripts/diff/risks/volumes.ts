import type { Item } from '../change.ts';
import { podSpecOf } from '../compare/pod-path.ts';
import { at, listAt, textAt } from '../compare/value.ts';
import { containersOf } from './pods.ts';
import { isEdit, judge, type Rule } from './rule.ts';

/** Pods that no longer see the data of a claim, as their volume is another one or none. */
export const claims: Rule = (change) => {
  if (!isEdit(change) || !change.fields.some(({ shape }) => /\.volumes\[\]/.test(shape))) return [];
  const now = claimsOf(change.after);
  return [...claimsOf(change.before)].flatMap(([volume, claim]) => {
    if (now.get(volume) === claim || [...now.values()].includes(claim)) return [];
    const instead = now.get(volume);
    return [
      judge(
        'outage',
        `its pods no longer see the data of the claim ${claim}${instead === undefined ? '' : `, but that of ${instead}`}`,
      ),
    ];
  });
};

/** Containers that no longer have what a volume keeps where they look for it. */
export const mounts: Rule = (change) => {
  if (!isEdit(change) || !change.fields.some(({ shape }) => /\.volumeMounts\b/.test(shape))) return [];
  const now = new Set(mountsOf(change.after).map(({ text }) => text));
  // One under another name is another container, which is told as that.
  const there = new Set(containersOf(change.after).map(({ name }) => String(name)));
  const kept = new Set([
    ...claimsOf(change.after).keys(),
    ...listAt(change.after.value, 'spec.volumeClaimTemplates').map((claim) =>
      String(at(claim, 'metadata.name')),
    ),
  ]);
  return mountsOf(change.before)
    .filter(({ text, volume, container }) => kept.has(volume) && there.has(container) && !now.has(text))
    .map(({ container, volume, path }) =>
      judge(
        'outage',
        `the container ${container} no longer finds the data of the volume ${volume} at ${path}`,
      ),
    );
};

function mountsOf(item: Item) {
  return containersOf(item).flatMap((container) =>
    listAt(container, 'volumeMounts').map((mount) => {
      const [name, volume] = [String(at(container, 'name')), String(at(mount, 'name'))];
      const path = textAt(mount, 'mountPath') ?? '';
      const within = textAt(mount, 'subPath') ?? textAt(mount, 'subPathExpr') ?? '';
      return { container: name, volume, path, text: JSON.stringify([name, volume, path, within]) };
    }),
  );
}

function claimsOf(item: Item): ReadonlyMap<string, string> {
  return new Map(
    listAt(podSpecOf(item), 'volumes').flatMap((volume) => {
      const claim = textAt(volume, 'persistentVolumeClaim.claimName');
      return claim === undefined ? [] : [[String(at(volume, 'name')), claim] as const];
    }),
  );
}
