import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { Mistake } from '../../command-line/mistake.ts';
import type { TreeObject } from '../../prove-gatekeeper/tree.ts';

const values = z.looseObject({
  configs: z.looseObject({
    rbac: z.looseObject({ 'policy.default': z.string(), 'policy.csv': z.string() }),
  }),
});
const project = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    roles: z
      .array(
        z.looseObject({
          name: z.string(),
          groups: z.array(z.string()).default([]),
          policies: z.array(z.string()).default([]),
        }),
      )
      .default([]),
  }),
});

/** The project of what every cluster has, and the one that nothing has; every other one is that of a product. */
export const PLATFORM_PROJECTS: ReadonlySet<string> = new Set(['platform', 'default']);

/** Who may do what in the Argo CD of a hub. */
export interface Policy {
  readonly projects: readonly string[];
  /** The ConfigMap `argocd-rbac-cm`, with the roles of the projects, which Argo CD adds to it. */
  readonly configMap: TreeObject & { readonly data: Readonly<Record<string, string>> };
}

/**
 * The policy that the chart's values and the projects of a hub make together.
 *
 * @throws Mistake where the values of the chart have no policy
 */
export function policyOf(hub: string, dist: string, objects: readonly TreeObject[]): Policy {
  const file = join(dist, 'values', hub, 'argocd.yaml');
  const { success, data } = values.safeParse(load(readFileSync(file, 'utf8')));
  if (!success) throw new Mistake(`${file} has no configs.rbac with a policy.`);
  return policyFrom(data.configs.rbac, objects);
}

export function policyFrom(
  rbac: Readonly<Record<'policy.default' | 'policy.csv', string>>,
  objects: readonly TreeObject[],
): Policy {
  const projects = objects.filter(({ kind }) => kind === 'AppProject').map((object) => project.parse(object));
  const ofRoles = projects.flatMap(({ metadata, spec }) =>
    spec.roles.flatMap(({ name, groups, policies }) => [
      ...policies,
      ...groups.map((group) => `g, ${group}, proj:${metadata.name}:${name}`),
    ]),
  );
  return {
    projects: projects.map(({ metadata }) => metadata.name),
    configMap: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'argocd-rbac-cm', namespace: 'argocd' },
      data: {
        'policy.default': rbac['policy.default'],
        'policy.csv': [rbac['policy.csv'], ...ofRoles].join('\n'),
      },
    },
  };
}
