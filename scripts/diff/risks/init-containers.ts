import type { Item, Judgement } from '../change.ts';
import { podSpecOf } from '../compare/pod-path.ts';
import { at, listAt } from '../compare/value.ts';
import { makesPods } from './pods.ts';
import { isEdit, judge, type Rule, some } from './rule.ts';

/** A container that runs beside the others (`restartPolicy: Always`) and has to end before they start from now on. */
export const initContainers: Rule = (change): readonly Judgement[] => {
  if (!isEdit(change) || !makesPods(change.after)) return [];
  if (!change.fields.some(({ shape }) => /\.(?:initC|c)ontainers\[\](?:$|\.restartPolicy$)/.test(shape)))
    return [];
  const now = namesOf(change.after, (each) => at(each, 'restartPolicy') !== 'Always');
  const waits = besideOf(change.before).filter((name) => now.includes(name));
  return waits.length === 0
    ? []
    : [
        judge(
          'outage',
          `${some(waits)} ran beside the others and has to end before they start: a container that never ends keeps its pod from starting`,
        ),
      ];
};

/** Containers that run as long as the pod does. */
function besideOf(item: Item): readonly string[] {
  const containers = listAt(podSpecOf(item), 'containers').map((each) => String(at(each, 'name')));
  return [...containers, ...namesOf(item, (each) => at(each, 'restartPolicy') === 'Always')];
}

function namesOf(item: Item, fits: (container: unknown) => boolean): readonly string[] {
  return listAt(podSpecOf(item), 'initContainers')
    .filter(fits)
    .map((each) => String(at(each, 'name')));
}
