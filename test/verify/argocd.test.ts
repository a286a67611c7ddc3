import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { developersOf, staffGroups } from '../../platform/components/access/address.ts';
import { policyFrom } from '../../scripts/verify/argocd/policy.ts';
import { casesOf, people } from '../../scripts/verify/argocd/rights.ts';
import { argocd } from '../../scripts/verify/programs.ts';

const project = (name: string, roles?: readonly object[]) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'AppProject',
  metadata: { name },
  spec: { ...(roles && { roles }) },
});

describe('the policy that Argo CD is given', () => {
  const role = { name: 'developer', groups: ['shop-developers'], policies: ['p, proj:shop:developer, a'] };
  const { projects, configMap } = policyFrom({ 'policy.default': 'role:x', 'policy.csv': 'g, a, b' }, [
    project('shop', [role]),
    project('platform'),
  ]);

  it('has the roles of the projects and their groups after that of the chart, as Argo CD adds them', () => {
    expect(configMap.data['policy.csv']?.split('\n')).toEqual([
      'g, a, b',
      'p, proj:shop:developer, a',
      'g, shop-developers, proj:shop:developer',
    ]);
  });

  it('names every project, and what somebody without a role may', () => {
    expect(projects).toEqual(['shop', 'platform']);
    expect(configMap.data['policy.default']).toBe('role:x');
  });
});

describe('what people may', () => {
  const cases = casesOf(['platform', 'shop', 'bank'], ['shop', 'bank']);
  const may = (group: string, action: string, resource: string, object: string) =>
    cases
      .filter(({ person }) => person.groups[0] === group)
      .find((each) => each.action === action && each.resource === resource && each.object.startsWith(object))
      ?.allowed;

  it('is their own product’s to sync and to read logs of, and to look at the others', () => {
    const group = developersOf('shop');
    expect(may(group, 'sync', 'applications', 'shop/')).toBe(true);
    expect(may(group, 'get', 'logs', 'shop/')).toBe(true);
    expect(may(group, 'get', 'applications', 'bank/')).toBe(true);
    for (const other of ['bank/', 'platform/']) {
      expect(may(group, 'sync', 'applications', other)).toBe(false);
      expect(may(group, 'get', 'logs', other)).toBe(false);
    }
  });

  it('is to look for staff, and to sync everything for who is on call', () => {
    expect(may(staffGroups.readers, 'get', 'applications', 'shop/')).toBe(true);
    expect(may(staffGroups.readers, 'get', 'logs', 'shop/')).toBe(false);
    expect(may(staffGroups.operators, 'sync', 'applications', 'platform/')).toBe(true);
  });

  it('is nothing for a stranger, and a shell or a change of what runs for nobody', () => {
    const [stranger] = people([]);
    expect(cases.filter(({ person, allowed }) => person.who === stranger?.who && allowed)).toEqual([]);
    const decided = cases.filter(
      ({ action, resource }) => resource === 'exec' || /^(create|delete)/.test(action),
    );
    expect(decided.length).toBeGreaterThan(0);
    expect(decided.filter(({ allowed }) => allowed)).toEqual([]);
  });
});

it('Argo CD is built from the version that it is pinned at', () => {
  const { version, goModule, goPackage } = argocd;
  const text = readFileSync(new URL(`../../${goModule?.folder}/go.mod`, import.meta.url), 'utf8');
  const [, module = '', required] = /^require (\S+) (v\S+)$/m.exec(text) ?? [];
  expect(required).toBe(version);
  expect(goPackage).toContain(module);
});
