import type { ClusterState } from './cluster-state.ts';
import { isGiven } from './given.ts';
import { remembered } from './memory.ts';
import { addedKeys } from './products/platform.ts';
import { type Product, productsOf } from './products.ts';
import { type Identity, keyOf, type Resource } from './resource.ts';
import { isAddOnNamespace, unseenNamespaces } from './unseen.ts';
import { TEMPLATE_PATHS } from './workload.ts';

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

interface Products {
  readonly byKey: ReadonlyMap<string, Product>;
  /** `<group>/<kind>/<namespace>` of all of them. */
  readonly places: ReadonlySet<string>;
}

const productsIn = remembered((state: ClusterState): Products => {
  const products = state.resources.flatMap((resource) => productsOf(resource, state));
  return {
    byKey: new Map(products.map((product) => [keyOf(product), product])),
    places: new Set(products.map(({ group, kind, namespace }) => `${group}/${kind}/${namespace}`)),
  };
});

/** Where the tree has objects of its own, as `<group>/<kind>/<namespace>`. */
const placesIn = remembered(
  ({ resources }: ClusterState): ReadonlySet<string> =>
    new Set(resources.map(({ group, kind, namespace }) => `${group}/${kind}/${namespace}`)),
);

/** Everything that controllers make of the objects of the tree. */
export function allProducts(state: ClusterState): Iterable<Product> {
  return productsIn(state).byKey.values();
}

/** @param from namespace of the object that names the target; left out: another one than the target's */
export function presenceOf(state: ClusterState, target: Identity, from?: string): Presence {
  if (state.has(target)) return 'here';
  if (productsIn(state).byKey.has(keyOf(target))) return 'made';
  if (isGiven(target)) return 'given';
  const { group, kind, namespace } = target;
  if (namespace === '') return state.of(`${group}/${kind}`).length > 0 ? 'missing' : 'elsewhere';
  return isSeen(state, target, from) ? 'missing' : 'elsewhere';
}

/** Whether the tree would have the object, if there were one. */
function isSeen(state: ClusterState, { group, kind, namespace }: Identity, from?: string): boolean {
  if (unseenNamespaces(state).has(namespace)) return false;
  const place = `${group}/${kind}/${namespace}`;
  if (placesIn(state).has(place) || productsIn(state).places.has(place)) return true;
  if (state.workloadsIn(namespace).length > 0) return true;
  // Who scales a workload has it in the same tree; what runs in the namespaces of add-ons may be installed otherwise.
  const isWorkload = TEMPLATE_PATHS[`${group}/${kind}`] !== undefined;
  return isWorkload && from === namespace && !isAddOnNamespace(namespace);
}

/** What a controller makes of an object of the tree under this name. */
export function productAt(state: ClusterState, target: Identity): Product | undefined {
  return productsIn(state).byKey.get(keyOf(target));
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

function dataKeys(resource: Resource): ReadonlySet<string> | undefined {
  const added = addedKeys(resource);
  if (added === undefined) return undefined;
  const { value } = resource;
  const groups = [value.data, value.stringData, value.binaryData, added];
  return new Set(
    groups.flatMap((group) => {
      // An inventory lists the keys alone.
      if (Array.isArray(group)) return group.filter((key) => typeof key === 'string');
      return typeof group === 'object' && group !== null ? Object.keys(group) : [];
    }),
  );
}
