import { z } from 'zod';
import { type Labels, labels, listOf } from './fields.ts';

const requirement = z
  .strictObject({
    key: z.string(),
    operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist'], {
      error: 'expected In, NotIn, Exists or DoesNotExist',
    }),
    values: listOf(z.string()),
  })
  .refine(({ operator, values }) => operator.endsWith('In') === values.length > 0, {
    error: 'expected values with In and NotIn, and none with Exists and DoesNotExist',
  });

/** A LabelSelector; an empty one selects everything. */
export const labelSelector = z.strictObject({ matchLabels: labels, matchExpressions: listOf(requirement) });

export type LabelSelector = z.output<typeof labelSelector>;

/** Selects everything. */
export const anything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

export function matches({ matchLabels, matchExpressions }: LabelSelector, own: Labels): boolean {
  return (
    containsLabels(own, matchLabels) && matchExpressions.every((requirement) => fulfils(own, requirement))
  );
}

function fulfils(own: Labels, { key, operator, values }: z.output<typeof requirement>): boolean {
  const value = Object.hasOwn(own, key) ? own[key] : undefined;
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  // A label that is not there has none of the values.
  return (value !== undefined && values.includes(value)) === (operator === 'In');
}

/** Whether each of the labels is among those that something has. */
export function containsLabels(own: Labels, wanted: Labels): boolean {
  for (const key in wanted) if (!Object.hasOwn(own, key) || own[key] !== wanted[key]) return false;
  return true;
}
