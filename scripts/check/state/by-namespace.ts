import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import type { Resource } from './resource.ts';

const NONE: readonly Resource[] = [];

const indexed = remembered((_: ClusterState) => new Map<string, ReadonlyMap<string, readonly Resource[]>>());

/** The objects of a kind, such as `/Service`, that are in a namespace. */
export function objectsIn(state: ClusterState, namespace: string, kind: string): readonly Resource[] {
  const kinds = indexed(state);
  let index = kinds.get(kind);
  if (index === undefined) {
    const found = new Map<string, Resource[]>();
    for (const resource of state.of(kind)) {
      const others = found.get(resource.namespace);
      if (others === undefined) found.set(resource.namespace, [resource]);
      else others.push(resource);
    }
    index = found;
    kinds.set(kind, index);
  }
  return index.get(namespace) ?? NONE;
}
