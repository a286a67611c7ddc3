import type { Labels } from '../../cluster-model/objects/fields.ts';

/** `app=web,version=v1`, as kubectl writes labels. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
