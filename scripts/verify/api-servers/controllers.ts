import { z } from 'zod';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';
import type { Member } from './applications.ts';
import { constraintDefinition } from './definitions.ts';

const quota = z.looseObject({
  spec: z.looseObject({ hard: z.record(z.string(), z.union([z.string(), z.number()])) }),
});

/** What a controller does once an object is there, and without which the next objects would not be judged. */
export type Reaction =
  | { readonly does: 'create'; readonly object: TreeObject }
  | { readonly does: 'write the status'; readonly status: object };

/**
 * What controllers that do not run here make of an object. Without a status a quota limits nothing, and without its
 * ServiceAccount no pod comes into a namespace.
 */
export function reactionsTo(object: TreeObject): readonly Reaction[] {
  if (object.apiVersion === 'v1' && object.kind === 'Namespace') {
    return [{ does: 'create', object: defaultServiceAccount(object.metadata.name) }];
  }
  if (object.apiVersion === 'v1' && object.kind === 'ResourceQuota') {
    const { hard } = quota.parse(object).spec;
    const used = Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0']));
    return [{ does: 'write the status', status: { hard, used } }];
  }
  return [];
}

/** The same, with Gatekeeper, which makes a kind of each ConstraintTemplate. */
export function reactionsWithGatekeeper(
  pinned: readonly Member[],
): (object: TreeObject) => readonly Reaction[] {
  return (object) => {
    const definition = constraintDefinition(object, pinned);
    return definition === undefined ? reactionsTo(object) : [{ does: 'create', object: definition }];
  };
}

export function defaultServiceAccount(namespace: string): TreeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
}
