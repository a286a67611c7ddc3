import { z } from 'zod';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';

const resource = z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean() });

/** What an API server says of the kinds of a group and version. */
export const resourceList = z.looseObject({ resources: z.array(resource) });
export type ResourceList = z.infer<typeof resourceList>['resources'];

/** Where a server has the objects of a kind. */
export interface Collection {
  /** Its path, in the namespace of the object. */
  readonly collection: string;
  readonly namespaced: boolean;
}

/** Where a server has an object; undefined where it has no such kind. */
export function collectionOf(
  { apiVersion, kind, metadata }: TreeObject,
  list: ResourceList,
): Collection | undefined {
  const found = list.find((candidate) => candidate.kind === kind && !candidate.name.includes('/'));
  if (found === undefined) return undefined;
  const { name, namespaced } = found;
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const namespace = namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
  return { collection: `${root}${namespace}/${name}`, namespaced };
}
