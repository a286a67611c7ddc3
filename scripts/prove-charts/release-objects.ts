import { z } from 'zod';
import { type TreeObject, treeObject } from '../prove-gatekeeper/tree.ts';
import type { RenderedRelease } from './cluster-state.ts';
import { type Definition, isClusterScoped } from './scope.ts';

const list = z.looseObject({ kind: z.literal('List'), items: z.array(z.unknown()) });
const hooked = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).nullish() }),
});

/** Hooks of Helm that Argo CD runs as well; an object that has only others is never applied. */
const HOOKS = new Set([
  'pre-install',
  'post-install',
  'pre-upgrade',
  'post-upgrade',
  'pre-delete',
  'post-delete',
  'crd-install',
]);

/** The objects of a release as Argo CD applies them: lists taken apart, each where it belongs, without the tests of Helm. */
export function releaseObjects(
  { objects, namespace }: RenderedRelease,
  definitions: ReadonlyMap<string, Pick<Definition, 'scope'>>,
): readonly TreeObject[] {
  return objects
    .flatMap((object) => list.safeParse(object).data?.items ?? [object])
    .filter(isApplied)
    .map((object) => treeObject(withoutNulls(object)))
    .map((object) => {
      if (isClusterScoped(object, definitions)) {
        const { namespace: _, ...metadata } = object.metadata;
        return { ...object, metadata };
      }
      return {
        ...object,
        metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace },
      };
    });
}

function isApplied(object: unknown): boolean {
  if (object === null || object === undefined) return false;
  const hooks = hooked.safeParse(object).data?.metadata.annotations?.['helm.sh/hook'];
  return hooks === undefined || hooks.split(',').some((hook) => HOOKS.has(hook.trim()));
}

/** A template that renders nothing after a key gives null, which the API server takes for a field that is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([key, field]) => [key, withoutNulls(field)]),
  );
}
