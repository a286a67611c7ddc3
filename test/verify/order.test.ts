import { describe, expect, it } from 'vitest';
import { batchesOf, phaseOf } from '../../scripts/verify/api-servers/order.ts';

const member = (kind: string, name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  object: { apiVersion: 'v1', kind, metadata: { name, annotations } },
});
const wave = (number: number) => ({ 'argocd.argoproj.io/sync-wave': String(number) });
const namesOf = (members: Parameters<typeof batchesOf>[0]) =>
  batchesOf(members).map((batch) => batch.members.map(({ object }) => object.metadata.name));

describe('the order within an Application', () => {
  it('is that of kinds, and custom resources come last', () => {
    const members = ['ScaledObject', 'Ingress', 'Deployment', 'ConfigMap', 'ServiceAccount', 'Namespace'].map(
      (kind) => member(kind, kind),
    );
    expect(namesOf(members)).toEqual([
      ['Namespace'],
      ['ServiceAccount'],
      ['ConfigMap'],
      ['Deployment'],
      ['Ingress'],
      ['ScaledObject'],
    ]);
  });

  it('puts the wave before the kind, and the phase before the wave', () => {
    const members = [
      member('ConfigMap', 'config'),
      member('Job', 'after', { 'argocd.argoproj.io/hook': 'PostSync', ...wave(-9) }),
      member('Job', 'migration', wave(-1)),
      member('Job', 'before', { 'argocd.argoproj.io/hook': 'PreSync', ...wave(9) }),
    ];
    expect(namesOf(members)).toEqual([['before'], ['migration'], ['config'], ['after']]);
  });

  it('applies at once what is of one stage and one kind, and no more', () => {
    const members = [member('Secret', 'a'), member('Secret', 'b', wave(1)), member('Secret', 'c')];
    expect(namesOf(members)).toEqual([['a', 'c'], ['b']]);
  });

  it('takes the hooks of Helm for those of Argo CD, with their weights', () => {
    const hook = (name: string) => member('Job', name, { 'helm.sh/hook': name, 'helm.sh/hook-weight': '-5' });
    const members = [hook('post-upgrade'), member('Job', 'plain'), hook('pre-install'), hook('crd-install')];
    expect(namesOf(members)).toEqual([['pre-install'], ['crd-install'], ['plain'], ['post-upgrade']]);
  });

  it('leaves out what no sync applies', () => {
    const rescue = member('Job', 'rescue', { 'argocd.argoproj.io/hook': 'SyncFail' });
    const test = member('Pod', 'test', { 'helm.sh/hook': 'test' });
    expect([rescue, test].map(({ object }) => phaseOf(object))).toEqual([undefined, undefined]);
    expect(namesOf([rescue, test])).toEqual([]);
  });
});
