import { z } from 'zod';
import type { Rendered } from '../../../rendered-fleet.ts';

/** What somebody wants to do; without `namespace` it is on the whole cluster. */
export interface Request {
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  readonly namespace?: string;
}

const roleSchema = z.object({
  metadata: z.object({ name: z.string() }),
  rules: z.array(
    z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) }),
  ),
});

const bindingSchema = z.object({
  roleRef: z.object({ name: z.string() }),
  subjects: z.array(z.object({ kind: z.string(), name: z.string() })),
});

/** Everything, as Kubernetes itself has it on every cluster. */
const CLUSTER_ADMIN = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];

/**
 * Decides as the RBAC authorizer of the API server does, from the ClusterRoles and the bindings of one cluster: a wildcard
 * of resources takes in subresources, and a binding in a namespace gives its rights there only.
 */
export function authorizerOf(objects: readonly Rendered[]): (group: string, request: Request) => boolean {
  const roles = new Map(
    objects
      .filter(({ kind }) => kind === 'ClusterRole')
      .map(({ json }) => {
        const { metadata, rules } = roleSchema.parse(json);
        return [metadata.name, rules];
      }),
  );
  roles.set('cluster-admin', CLUSTER_ADMIN);
  const bindings = objects
    .filter(({ kind }) => kind === 'ClusterRoleBinding' || kind === 'RoleBinding')
    .map(({ json, namespace }) => ({ ...bindingSchema.parse(json), namespace }));
  return (person, { verb, group = '', resource, namespace }) =>
    bindings
      .filter((binding) => binding.namespace === undefined || binding.namespace === namespace)
      .filter(({ subjects }) => subjects.some(({ kind, name }) => kind === 'Group' && name === person))
      .flatMap(({ roleRef }) => roles.get(roleRef.name) ?? [])
      .some(
        ({ apiGroups, resources, verbs }) =>
          has(verbs, verb) &&
          has(apiGroups, group) &&
          (has(resources, resource) || resources.includes(`*/${resource.split('/')[1]}`)),
      );
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
