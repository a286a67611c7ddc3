import { z } from 'zod';

const labels = z.record(z.string(), z.string());
const requirement = z.object({
  key: z.string(),
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(z.string()).nullish(),
});

/** How Kubernetes selects by labels; an empty one selects everything. */
export const labelSelector = z.looseObject({
  matchLabels: labels.nullish(),
  matchExpressions: z.array(requirement).nullish(),
});
export type LabelSelector = z.infer<typeof labelSelector>;
export type Labels = Readonly<Record<string, string>>;

/** Whether an object with these labels is selected. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, own: Labels): boolean {
  return (
    Object.entries(matchLabels ?? {}).every(([key, value]) => own[key] === value) &&
    (matchExpressions ?? []).every(({ key, operator, values }) => {
      const value = own[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const listed = value !== undefined && (values ?? []).includes(value);
      return listed === (operator === 'In');
    })
  );
}

/** Whether it selects everything. */
export function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}

/** A selector in the words of kubectl, such as `app=keda,tier in (a,b)`. */
export function shownSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const equal = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const others = (matchExpressions ?? []).map(({ key, operator, values }) =>
    operator === 'Exists'
      ? key
      : operator === 'DoesNotExist'
        ? `!${key}`
        : `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).join(',')})`,
  );
  return [...equal, ...others].join(',') || 'everything';
}
