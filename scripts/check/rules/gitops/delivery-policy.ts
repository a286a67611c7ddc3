import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { fieldsAt, listAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { project } from './samples.ts';

const sample = (policy: string) =>
  project(`  sourceRepos: ["*"]
  destinations: [{ server: "*", namespace: shop }]
  roles: [{ name: developer, groups: [shop], policies: ["${policy}"] }]`);

export const deliveryPolicy: ClusterRule = {
  id: 'delivery-policy-broken',
  severity: 'error',
  summary: 'A line of the rights in Argo CD that names a role, a resource or an action that there is not',
  breaks:
    'Argo CD refuses the project, or the line gives nobody a right; the one who needs it finds out in an incident.',
  failing: sample('p, proj:shop:developers, applications, sync, shop/*, allow'),
  passing: sample('p, proj:shop:developer, applications, sync, shop/*, allow'),
  *judge(state) {
    for (const resource of state.of('argoproj.io/AppProject')) yield* ofProject(resource);
    for (const resource of state.of('/ConfigMap')) {
      if (resource.name === 'argocd-rbac-cm') yield* ofTable(resource);
    }
  },
};

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/ */
const RESOURCES = [
  'applications',
  'applicationsets',
  'clusters',
  'projects',
  'repositories',
  'write-repositories',
  'accounts',
  'certificates',
  'gpgkeys',
  'logs',
  'exec',
  'extensions',
  '*',
];
const ACTIONS = ['get', 'create', 'update', 'delete', 'sync', 'override', 'action', 'invoke', '*'];

function wrongRule(parts: readonly string[]): string | undefined {
  const [, , resource = '', action = '', , effect] = parts;
  if (parts.length !== 6) return `it has ${parts.length} parts, and p takes six`;
  if (!RESOURCES.includes(resource))
    return `there is no resource ${resource}${didYouMean(resource, RESOURCES)}`;
  if (!ACTIONS.includes(action.split('/')[0] ?? ''))
    return `there is no action ${action}${didYouMean(action, ACTIONS)}`;
  return effect === 'allow' || effect === 'deny'
    ? undefined
    : `its end is ${effect ?? 'nothing'}, and not allow or deny`;
}

const partsOf = (line: string) => line.split(',').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));

function* ofProject(resource: Resource): Generator<Said> {
  const roles = listAt(resource.value, 'spec', 'roles');
  const names = roles.flatMap((role) => textAt(role, 'name') ?? []);
  for (const [index, role] of roles.entries()) {
    const own = `proj:${resource.name}:${textAt(role, 'name') ?? ''}`;
    for (const [at, line] of listAt(role, 'policies').entries()) {
      if (typeof line !== 'string') continue;
      const parts = partsOf(line);
      const path = ['spec', 'roles', index, 'policies', at];
      const wrong = parts[0] === 'p' ? wrongRule(parts) : `it begins with ${parts[0] ?? ''}, and not with p`;
      if (wrong !== undefined) {
        yield {
          resource,
          path,
          message: `Argo CD refuses the project: in "${line}", ${wrong}.`,
          fix: `Write p, ${own}, applications, ACTION, ${resource.name}/*, allow.`,
        };
      } else if (parts[1] !== own) {
        yield {
          resource,
          path,
          message: `The line is for ${parts[1] ?? ''} and stands with ${own}: Argo CD refuses the project.`,
          fix: `Write ${own}${didYouMean((parts[1] ?? '').split(':').at(-1) ?? '', names)}.`,
        };
      } else if (
        ['applications', 'logs', 'exec', 'applicationsets'].includes(parts[2] ?? '') &&
        parts[4] !== '*' &&
        !(parts[4] ?? '').startsWith(`${resource.name}/`)
      ) {
        yield {
          resource,
          path,
          message: `The line is for ${parts[4] ?? ''}, which is not of this project: Argo CD refuses the project.`,
          fix: `Write ${resource.name}/*.`,
        };
      }
    }
  }
}

const BUILT_IN = ['role:readonly', 'role:admin'];

function* ofTable(resource: Resource): Generator<Said> {
  const data = fieldsAt(resource.value, 'data');
  const tables = Object.entries(data).filter(([key]) => /^policy(?:\..*)?\.csv$/.test(key));
  const lines = tables.flatMap(([key, text]) =>
    (typeof text === 'string' ? text.split('\n') : [])
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => ({ key, parts: partsOf(line), line })),
  );
  const roles = new Set([
    ...BUILT_IN,
    ...lines.filter(({ parts }) => parts[0] === 'p').map(({ parts }) => parts[1] ?? ''),
  ]);
  const given = new Set([
    ...BUILT_IN,
    ...lines.filter(({ parts }) => parts[0] === 'g').map(({ parts }) => parts[2] ?? ''),
  ]);
  for (const { key, parts, line } of lines) {
    const path = ['data', key];
    const wrong =
      parts[0] === 'p'
        ? wrongRule(parts)
        : parts[0] !== 'g'
          ? `it begins with ${parts[0] ?? ''}, and not with p or g`
          : parts.length === 3
            ? undefined
            : `it has ${parts.length} parts, and g takes three`;
    if (wrong !== undefined) {
      yield {
        resource,
        path,
        message: `In "${line}", ${wrong}: the line gives nobody a right.`,
        fix: 'Write p, role:NAME, RESOURCE, ACTION, PROJECT/*, allow or g, GROUP, role:NAME.',
      };
    } else if (parts[0] === 'g' && parts[2]?.startsWith('role:') === true && !roles.has(parts[2])) {
      yield {
        resource,
        path,
        message: `${parts[1] ?? ''} gets ${parts[2]}, and no line says what that role may.`,
        fix: `Name a role that there is${didYouMean(parts[2], [...roles])}.`,
      };
    }
  }
  const usual = textAt(data, 'policy.default');
  if (usual !== undefined && usual !== '' && !roles.has(usual)) {
    yield {
      resource,
      path: ['data', 'policy.default'],
      message: `policy.default is ${usual}, and there is no such role.`,
      fix: `Name a role that there is${didYouMean(usual, [...roles])}.`,
    };
  }
  for (const role of [...roles].filter(
    (one) => one.startsWith('role:') && !given.has(one) && one !== usual,
  )) {
    yield {
      resource,
      path: ['data'],
      severity: 'info',
      message: `Nobody gets ${role}.`,
      fix: 'Give it to a group with g, or take it away.',
    };
  }
}
