import { z } from 'zod';
import type { Found } from './input/objects.ts';
import { readEach } from './input/read-as.ts';
import { type Labels, metadata } from './objects/fields.ts';

const namespace = z.looseObject({ metadata });

/** The label that the API server puts on each namespace. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

/** The labels of each namespace, also of those that objects stand in and no Namespace is there for. */
export function namespacesOf(
  objects: readonly Found[],
  inhabited: Iterable<string>,
  problems: string[],
): ReadonlyMap<string, Labels> {
  const found = new Map<string, Labels>();
  for (const name of inhabited) found.set(name, { [NAME_LABEL]: name });
  for (const { name, value } of readEach(namespace, { kind: 'Namespace', apis: ['v1'] }, objects, problems)) {
    found.set(name, { ...value.metadata.labels, [NAME_LABEL]: name });
  }
  return found;
}
