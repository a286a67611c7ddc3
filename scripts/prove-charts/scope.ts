import { z } from 'zod';
import { isClusterWide } from '../charts/inventory/cluster-wide.ts';
import type { TreeObject } from '../prove-gatekeeper/tree.ts';
import { type ClusterState, groupOf, type Placed } from './cluster-state.ts';

const definition = z.looseObject({
  spec: z.looseObject({
    group: z.string(),
    names: z.looseObject({ kind: z.string() }),
    scope: z.enum(['Cluster', 'Namespaced']),
  }),
});

/** A kind that a CRD makes. */
export interface Definition {
  readonly placed: Placed;
  readonly scope: 'Cluster' | 'Namespaced';
}

const known = new WeakMap<ClusterState, ReadonlyMap<string, Definition>>();

/** The kinds that CRDs of a cluster make, as `<group>/<kind>`. */
export function definitionsOf(state: ClusterState): ReadonlyMap<string, Definition> {
  const found = known.get(state) ?? definitionsAmong(state.objects);
  known.set(state, found);
  return found;
}

/** The kinds that CRDs among some objects make. */
export function definitionsAmong(objects: readonly Placed[]): ReadonlyMap<string, Definition> {
  return new Map(
    objects
      .filter(({ object }) => object.kind === 'CustomResourceDefinition')
      .map((placed) => {
        const { group, names, scope } = definition.parse(placed.object).spec;
        return [`${group}/${names.kind}`, { placed, scope }];
      }),
  );
}

/** Whether objects of its kind stand in no namespace. One whose kind nothing here defines is where it says that it is. */
export function isClusterScoped(
  object: TreeObject,
  definitions: ReadonlyMap<string, Pick<Definition, 'scope'>>,
): boolean {
  const kind = `${groupOf(object)}/${object.kind}`;
  const defined = definitions.get(kind);
  if (defined !== undefined) return defined.scope === 'Cluster';
  if (isBuiltIn(object)) return isClusterWide(object.apiVersion, object.kind);
  return object.metadata.namespace === undefined;
}

/** Whether Kubernetes itself has the kind. */
export function isBuiltIn(object: Pick<TreeObject, 'apiVersion'>): boolean {
  const group = groupOf(object);
  return !group.includes('.') || BUILT_IN.has(group);
}

const BUILT_IN = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
]);
