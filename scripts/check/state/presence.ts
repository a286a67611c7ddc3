import type { ClusterState } from './cluster-state.ts';
import { isGiven } from './given.ts';
import { remembered } from './memory.ts';
import { type Product, productsOf } from './products.ts';
import { type Identity, keyOf, type Resource } from './resource.ts';
import { unseenNamespaces } from './unseen.ts';

/**
 * Where an object that another one names comes from:
 *
 * - `here`: it is in the tree;
 * - `made`: a controller makes it of an object of the tree;
 * - `given`: every cluster has it;
 * - `elsewhere`: the tree has nothing of the kind, or nothing of the namespace, so that somebody else brings it;
 * - `missing`: the tree has others of the kind, and not this one.
 */
export type Presence = 'here' | 'made' | 'given' | 'elsewhere' | 'missing';

const madeIn = remembered((state: ClusterState): ReadonlyMap<string, Product> => {
  const products = state.resources.flatMap((resource) => productsOf(resource, state));
  return new Map(products.map((product) => [keyOf(product), product]));
});

export function presenceOf(state: ClusterState, target: Identity): Presence {
  if (state.has(target)) return 'here';
  if (madeIn(state).has(keyOf(target))) return 'made';
  if (isGiven(target)) return 'given';
  if (target.namespace === '') {
    return state.of(`${target.group}/${target.kind}`).length > 0 ? 'missing' : 'elsewhere';
  }
  const isSeen = state.namespaces.has(target.namespace) && !unseenNamespaces(state).has(target.namespace);
  return isSeen ? 'missing' : 'elsewhere';
}

/** What a controller makes of an object of the tree under this name. */
export function productAt(state: ClusterState, target: Identity): Product | undefined {
  return madeIn(state).get(keyOf(target));
}

/**
 * The keys of a Secret or a ConfigMap.
 *
 * @returns undefined where nobody here knows them
 */
export function keysOf(state: ClusterState, target: Identity): ReadonlySet<string> | undefined {
  const resource = state.find(`${target.group}/${target.kind}`, target.namespace, target.name);
  return resource === undefined ? productAt(state, target)?.keys : dataKeys(resource);
}

function dataKeys({ value }: Resource): ReadonlySet<string> {
  const groups = [value.data, value.stringData, value.binaryData];
  return new Set(
    groups.flatMap((group) => {
      // An inventory lists the keys alone.
      if (Array.isArray(group)) return group.filter((key) => typeof key === 'string');
      return typeof group === 'object' && group !== null ? Object.keys(group) : [];
    }),
  );
}
