import { z } from 'zod';
import { type ClusterState, nameOf, ofKind } from '../cluster-state.ts';
import { podsOf } from '../pods.ts';
import type { Rule, Said } from '../rule.ts';

const ROLE = 'eks.amazonaws.com/role-arn';

const binding = z.looseObject({
  subjects: z
    .array(z.looseObject({ kind: z.string(), name: z.string(), namespace: z.string().optional() }))
    .nullish(),
});
const account = z.looseObject({
  metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).nullish() }),
});

export const serviceAccounts: Rule = {
  name: 'service-accounts',
  proves:
    'the ServiceAccounts that roles, principals and pods name exist, and every role of AWS reaches a pod',
  judges: (state) => {
    const accounts = new Set(
      ofKind(state, 'ServiceAccount').map(
        ({ object }) => `${object.metadata.namespace}/${object.metadata.name}`,
      ),
    );
    const exists = (place: string) => accounts.has(place) || place.endsWith('/default');
    return [
      ...boundBy(state, exists),
      ...principalsOf(state, (place) => exists(place) || state.facts.linkedAccounts.has(place)),
      ...podsWithout(state, exists),
      ...unusedRoles(state),
    ];
  },
};

type Exists = (place: string) => boolean;

function boundBy(state: ClusterState, exists: Exists): readonly Said[] {
  return ofKind(state, 'RoleBinding', 'ClusterRoleBinding').flatMap(({ unit, object }) =>
    (binding.parse(object).subjects ?? [])
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ namespace = object.metadata.namespace, name }) => `${namespace}/${name}`)
      .filter((place) => !exists(place))
      .map((place) => ({
        unit,
        object: nameOf(object),
        problem: `It gives rights to the ServiceAccount ${place}, which nothing makes.`,
        instead: 'Name the ServiceAccount that the chart renders, or take the binding out.',
      })),
  );
}

function principalsOf(state: ClusterState, exists: Exists): readonly Said[] {
  return ofKind(state, 'AuthorizationPolicy').flatMap(({ unit, object }) => {
    const named = [...JSON.stringify(object).matchAll(/"[^"/]+\/ns\/([^"/]+)\/sa\/([^"/]+)"/g)].map(
      ([, namespace, name]) => `${namespace}/${name}`,
    );
    return [...new Set(named)]
      .filter((place) => !place.includes('*') && !exists(place))
      .map((place) => ({
        unit,
        object: nameOf(object),
        problem: `It names the principal of the ServiceAccount ${place}, which nothing makes.`,
        instead: 'Name the ServiceAccount that the chart renders for the calling pods.',
      }));
  });
}

function podsWithout(state: ClusterState, exists: Exists): readonly Said[] {
  return podsOf(state)
    .filter(({ namespace, serviceAccount }) => !exists(`${namespace}/${serviceAccount}`))
    .map(({ unit, madeBy, namespace, serviceAccount }) => ({
      unit,
      object: madeBy,
      problem: `Its pods run as the ServiceAccount ${namespace}/${serviceAccount}, which nothing makes: none starts.`,
      instead: 'Let the chart create it in the values, or name one that exists.',
    }));
}

/** Roles of AWS that our values give, and that no pod gets. */
function unusedRoles(state: ClusterState): readonly Said[] {
  const used = new Set(
    podsOf(state).map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
  );
  const carried = ofKind(state, 'ServiceAccount').flatMap(({ unit, from, object }) => {
    if (from !== 'chart') return [];
    const role = account.parse(object).metadata.annotations?.[ROLE];
    return role === undefined
      ? []
      : [{ unit, role, place: `${object.metadata.namespace}/${object.metadata.name}` }];
  });
  const given = state.releases.flatMap(({ unit, values }) =>
    rolesIn(values)
      .filter((role) => !carried.some((each) => each.unit === unit && each.role === role))
      .map((role) => ({
        unit,
        object: 'values',
        problem: `They give the role ${roleName(role)}, and no ServiceAccount of the chart has it: AWS refuses its pods.`,
        instead: `Put the annotation ${ROLE} where the template of the ServiceAccount reads it.`,
      })),
  );
  const idle = carried
    .filter(({ place }) => !used.has(place))
    .map(({ unit, role, place }) => ({
      unit,
      object: `ServiceAccount ${place}`,
      problem: `It has the role ${roleName(role)}, and no pod runs as it.`,
      instead: 'Annotate the ServiceAccount that the pods run as.',
    }));
  return [...given, ...idle];
}

function rolesIn(values: unknown): readonly string[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([key, value]) =>
    key === ROLE && typeof value === 'string' ? [value] : rolesIn(value),
  );
}

/** Without the account, so that the same finding is the same on all clusters. */
function roleName(arn: string): string {
  return arn.slice(arn.indexOf('/') + 1);
}
