import type { LabelSelector } from '../../../cluster-model/objects/selector.ts';
import type { Workload } from '../../state/workload.ts';

/** `app=web,tier in (a,b)`, as kubectl writes selectors. */
export function selectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
    }),
  ].join(',');
}

/** A hint at the workload that has most of the keys of a selector; nothing where none has one. */
export function nearestPods(
  { matchLabels, matchExpressions }: LabelSelector,
  workloads: readonly Workload[],
): string {
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  const counted = workloads.map((workload) => ({
    workload,
    score:
      keys.filter((key) => Object.hasOwn(workload.labels, key)).length +
      keys.filter((key) => workload.labels[key] === matchLabels[key]).length +
      near(matchLabels, workload),
  }));
  const [best] = counted.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
  if (best === undefined) return '';
  const { kind, name, labels } = best.workload;
  const own = keys.flatMap((key) => (Object.hasOwn(labels, key) ? `${key}=${labels[key]}` : []));
  return `; those of ${kind} ${name} are ${own.join(',')}`;
}

/** A value that begins alike counts more than one that does not. */
function near(wanted: Readonly<Record<string, string>>, { labels }: Workload): number {
  return Object.entries(wanted).filter(
    // A key may be named as what every object has, such as toString.
    ([key, value]) => Object.hasOwn(labels, key) && labels[key]?.slice(0, 3) === value.slice(0, 3),
  ).length;
}
