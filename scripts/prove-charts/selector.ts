import type { LabelSelector } from '../cluster-model/objects/selector.ts';

/** Whether it selects everything. */
export function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

/** A selector in the words of kubectl, such as `app=keda,tier in (a,b)`. */
export function shownSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const equal = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  const others = matchExpressions.map(({ key, operator, values }) =>
    operator === 'Exists'
      ? key
      : operator === 'DoesNotExist'
        ? `!${key}`
        : `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`,
  );
  return [...equal, ...others].join(',') || 'everything';
}
