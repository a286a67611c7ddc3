import { describe, expect, it } from 'vitest';
import { staffGroups } from '../../../../platform/components/access/address.ts';
import { guardedTools, signingTools } from '../../../../platform/components/staff-tools/tools.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every, listAt, one } from '../../../manifest-reader.ts';

const { fleet, renderUnit, unitsOn, valuesOf } = liveFleet;

const { operators, readers } = staffGroups;
const has = (cluster: string, unit: string) => unitsOn(cluster).some(({ name }) => name === unit);
const clustersWith = (unit: string) =>
  fleet.clusters.map(({ name }) => name).filter((cluster) => has(cluster, unit));
const withProvider = (unit: string) =>
  clustersWith(unit).filter((name) =>
    fleet.clusters.some((cluster) => cluster.name === name && cluster.terraform.ssoIssuerUrl !== undefined),
  );

/** Lines of Argo CD's policy: who has a role, and what a role may do. */
function policyOf(cluster: string) {
  const lines = String(at(valuesOf('argocd', cluster), 'configs.rbac["policy.csv"]'))
    .split('\n')
    .map((line) => line.split(',').map((part) => part.trim()));
  const rolesOf = (subject: string): readonly string[] =>
    lines
      .filter(([type, member]) => type === 'g' && member === subject)
      .flatMap(([, , role = '']) => [role, ...rolesOf(role)]);
  return {
    members: lines.flatMap(([type, member = '']) =>
      type === 'g' && !member.startsWith('role:') ? [member] : [],
    ),
    rolesOf,
    rightsOf: (subject: string) =>
      [subject, ...rolesOf(subject)].flatMap((role) =>
        lines
          .filter(([type, owner]) => type === 'p' && owner === role)
          .map(([, , resource, action]) => `${resource} ${action}`),
      ),
  };
}

describe.each(clustersWith('argocd'))('Argo CD of %s', (cluster) => {
  const policy = policyOf(cluster);

  it('readers look, and do nothing else; logs are not theirs to read, here as little as by kubectl', () => {
    const rights = policy.rightsOf(readers);
    expect(rights).toContain('applications get');
    for (const right of rights) expect(right).toMatch(/ get$/);
    for (const right of rights) expect(right).not.toMatch(/^(logs|exec|\*) /);
    // The built-in role has logs among its rights.
    expect(policy.rolesOf(readers)).not.toContain('role:readonly');
  });

  it('operators see everything and sync it; they are no administrators', () => {
    expect(policy.rolesOf(operators)).toContain('role:readonly');
    expect(policy.rolesOf(operators)).not.toContain('role:admin');
    const rights = policy.rightsOf(operators);
    expect(rights).toContain('applications sync');
    // What a right of an operator can undo is in Git; none reaches the projects, clusters or accounts of Argo CD.
    for (const right of rights) expect(right).toMatch(/^(applications|logs) /);
    for (const right of rights) expect(right).not.toMatch(/ (\*|create|delete|override)$/);
  });

  it('whoever is in no group may do nothing, and the groups are those of the provider', () => {
    const rbac = at(valuesOf('argocd', cluster), 'configs.rbac');
    expect(at(rbac, '["policy.default"]')).toBe('');
    expect(at(rbac, 'scopes')).toBe('[groups]');
    expect(policy.members.filter((member) => policy.rolesOf(member).includes('role:admin'))).toEqual([]);
  });
});

/** The role that Grafana reads from groups, by the terms of its expression: the first that holds. */
function roleOf(expression: string, groups: readonly string[]): string | undefined {
  const terms = expression.split(' || ').map((term) => {
    const [, group, role] = term.match(/^contains\(groups\[\*\], '([^']+)'\) && '(\w+)'$/) ?? [];
    if (group === undefined) throw new Error(`Grafana's roles are not read by this test: ${term}`);
    return { group, role };
  });
  return terms.find(({ group }) => groups.includes(group))?.role;
}

describe.each(withProvider('grafana'))('Grafana of %s', (cluster) => {
  const ini = at(valuesOf('grafana', cluster), '["grafana.ini"]');
  const oauth = at(ini, '["auth.generic_oauth"]');
  const role = (...groups: readonly string[]) => roleOf(String(at(oauth, 'role_attribute_path')), groups);

  it('readers view, operators edit, nobody administers, and others do not come in', () => {
    expect(role(readers)).toBe('Viewer');
    expect(role(operators)).toBe('Editor');
    expect(role(readers, operators)).toBe('Editor');
    expect(role('everybody')).toBeUndefined();
    // Without a role nobody gets one by default.
    expect(at(oauth, 'role_attribute_strict')).toBe(true);
    expect(at(oauth, 'allow_assign_grafana_admin')).toBe(false);
    expect(at(ini, 'users.viewers_can_edit')).toBe(false);
    expect(at(ini, '["auth.anonymous"].enabled')).toBe(false);
  });
});

describe.each(clustersWith('staff-tools'))('the proxies of %s', (cluster) => {
  it.each(guardedTools)('$name lets in the two groups: without any it would be everybody', ({ name }) => {
    const proxy = one(renderUnit('staff-tools', cluster), 'Deployment', `oauth2-proxy-${name}`);
    const groups = listAt(proxy, 'spec.template.spec.containers[0].args')
      .map(String)
      .flatMap((option) => option.match(/^--allowed-group=(.+)$/)?.[1] ?? []);
    expect(groups.sort()).toEqual([operators, readers].sort());
  });
});

describe.each(clustersWith('kiali'))('Kiali of %s', (cluster) => {
  it('shows, and changes nothing, whoever looks: all share the rights of its own account', () => {
    const values = valuesOf('kiali', cluster);
    expect(at(values, 'deployment.view_only_mode')).toBe(true);
    expect(['openid', 'token']).toContain(at(values, 'auth.strategy'));
    expect(at(values, 'skipResources')).toEqual(
      expect.arrayContaining(['clusterrole', 'clusterrolebinding']),
    );
    const rules = every(renderUnit('kiali', cluster), 'ClusterRole').flatMap((found) =>
      listAt(found, 'rules'),
    );
    for (const rule of rules) {
      const changes = listAt(rule, 'verbs').filter(
        (verb) => !['get', 'list', 'watch'].includes(String(verb)),
      );
      const asks = at(rule, 'resources[0]') === 'tokenreviews';
      expect(changes).toEqual(asks ? ['create'] : []);
      // Everything of the mesh, and by name what it has to know of Kubernetes.
      if (listAt(rule, 'apiGroups').includes('')) {
        expect(JSON.stringify(at(rule, 'resources'))).not.toMatch(/secrets|\*/);
      }
    }
  });
});

it('no tool is left out: a new one has to say here who may do what', () => {
  expect([...signingTools, ...guardedTools].map(({ name }) => name).sort()).toEqual([
    'alertmanager',
    'argocd',
    'grafana',
    'kiali',
    'prometheus',
  ]);
});
