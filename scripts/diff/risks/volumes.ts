import type { Item } from '../change.ts';
import { podSpecOf } from '../compare/pod-path.ts';
import { at, listAt, textAt } from '../compare/value.ts';
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

function claimsOf(item: Item): ReadonlyMap<string, string> {
  return new Map(
    listAt(podSpecOf(item), 'volumes').flatMap((volume) => {
      const claim = textAt(volume, 'persistentVolumeClaim.claimName');
      return claim === undefined ? [] : [[String(at(volume, 'name')), claim] as const];
    }),
  );
}
