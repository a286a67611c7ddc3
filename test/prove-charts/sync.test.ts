import { describe, expect, it } from 'vitest';
import { factsOf } from '../../scripts/charts/inventory/facts.ts';
import { releaseObjects } from '../../scripts/prove-charts/release-objects.ts';
import { definitionOrder } from '../../scripts/prove-charts/rules/definition-order.ts';
import { definitionPruning } from '../../scripts/prove-charts/rules/definition-pruning.ts';
import { owners } from '../../scripts/prove-charts/rules/owners.ts';
import { projectKinds } from '../../scripts/prove-charts/rules/project-kinds.ts';
import { randomValues } from '../../scripts/prove-charts/rules/random-values.ts';
import { isClusterScoped } from '../../scripts/prove-charts/scope.ts';
import { treeObject } from '../../scripts/prove-gatekeeper/tree.ts';
import { definition, deployment, said } from './small-state.ts';

const thing = (name = 'thing') => ({
  apiVersion: 'demo.example/v1',
  kind: 'Thing',
  metadata: { name, namespace: 'demo' },
});

describe('definitions', () => {
  it('are pruned only where a person confirms it: by the Application, or by themselves', async () => {
    const chart = [definition('things', 'Thing')];
    expect((await said(definitionPruning, { chart })).join()).toContain('things.demo.example');
    for (const option of ['Prune=confirm', 'Prune=false']) {
      expect(await said(definitionPruning, { chart, application: { syncOptions: [option] } })).toEqual([]);
      const annotated = definition('things', 'Thing', {
        'argocd.argoproj.io/sync-options': `Replace=true,${option}`,
      });
      expect(await said(definitionPruning, { chart: [annotated] })).toEqual([]);
    }
  });

  it('that say themselves that nobody has to confirm it are not protected by their Application', async () => {
    const chart = [definition('things', 'Thing', { 'argocd.argoproj.io/sync-options': 'Prune=true' })];
    expect(
      await said(definitionPruning, { chart, application: { syncOptions: ['Prune=confirm'] } }),
    ).toHaveLength(1);
  });

  it('come before what is of their kind: in the same Application, or in an earlier wave', async () => {
    expect(await said(definitionOrder, { chart: [definition('things', 'Thing'), thing()] })).toEqual([]);
    const chart = [definition('things', 'Thing')];
    expect(await said(definitionOrder, { chart, ours: [thing()], wavesOfOurs: 1 })).toEqual([]);
    for (const wavesOfOurs of [0, -1]) {
      expect((await said(definitionOrder, { chart, ours: [thing()], wavesOfOurs })).join()).toContain(
        'its kind is defined by demo in the wave 0',
      );
    }
    expect((await said(definitionOrder, { chart: [thing()] })).join()).toContain(
      'Nothing on the cluster defines Thing',
    );
  });
});

describe('one owner', () => {
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'demo' } };

  it('has every object: not a chart and us, nor a chart twice', async () => {
    expect(await said(owners, { chart: [settings], ours: [thing('settings')] })).toEqual([]);
    expect((await said(owners, { chart: [settings], ours: [settings] })).join()).toContain(
      'the chart of demo and our objects of ours make it',
    );
    expect((await said(owners, { chart: [settings, settings] })).join()).toContain('make it twice');
  });
});

describe('the AppProject', () => {
  it('admits kinds and namespaces of the chart', async () => {
    expect(await said(projectKinds, { chart: [deployment('demo')] })).toEqual([]);
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'demo', namespace: 'demo' } };
    expect((await said(projectKinds, { chart: [job] })).join()).toContain(
      'does not admit batch/Job in a namespace',
    );
    const elsewhere = { ...deployment('demo'), metadata: { name: 'demo', namespace: 'kube-system' } };
    expect((await said(projectKinds, { chart: [elsewhere] })).join()).toContain(
      'does not admit the namespace kube-system',
    );
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'demo' },
    };
    expect((await said(projectKinds, { chart: [role] })).join()).toContain('ClusterRole in a cluster');
  });
});

describe('what a chart draws at random', () => {
  const secret = (key: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'demo', namespace: 'demo' },
    data: { 'tls.key': key, same: 'same' },
  });
  const hook = (bundle: string) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'demo' },
    webhooks: [{ name: 'a', clientConfig: { caBundle: bundle } }],
  });
  const twice = (make: (drawn: string) => object) => ({
    chart: [make('one')],
    release: { again: [treeObject(make('other'))] },
  });
  const ignoring = (group: string, kind: string, fields: object) => ({
    application: {
      ignoreDifferences: [{ group, kind, jsonPointers: [], jqPathExpressions: [], ...fields }],
    },
  });

  it('is told by its place, and may be overlooked by a pointer', async () => {
    expect((await said(randomValues, twice(secret))).join()).toContain('/data/tls.key is drawn anew');
    const overlooked = ignoring('', 'Secret', { name: 'demo', jsonPointers: ['/data'] });
    expect(await said(randomValues, { ...twice(secret), ...overlooked })).toEqual([]);
    const other = ignoring('', 'Secret', { name: 'another', jsonPointers: ['/data'] });
    expect(await said(randomValues, { ...twice(secret), ...other })).toHaveLength(1);
  });

  it('may be overlooked by a path of jq', async () => {
    expect(await said(randomValues, twice(hook))).toHaveLength(1);
    const overlooked = ignoring('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', {
      jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
    });
    expect(await said(randomValues, { ...twice(hook), ...overlooked })).toEqual([]);
  });

  it('may not be a name', async () => {
    expect(
      (
        await said(
          randomValues,
          twice((drawn) => thing(drawn)),
        )
      ).join(),
    ).toContain('Its name is another one');
  });

  it('is nothing where both renderings are the same', async () => {
    expect(
      await said(
        randomValues,
        twice(() => secret('one')),
      ),
    ).toEqual([]);
  });
});

describe('the objects of a release', () => {
  const release = {
    cluster: 'small',
    unit: 'demo',
    release: 'demo',
    namespace: 'demo',
    chart: 'demo',
    version: '1',
  };
  const read = (...objects: readonly unknown[]) =>
    releaseObjects({ ...release, objects }, new Map()).map(
      ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`,
    );
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: null } };

  it('are where Argo CD applies them: lists taken apart, in the namespace of the release or in none', () => {
    expect(read(map, { apiVersion: 'v1', kind: 'List', items: [map] })).toEqual([
      'ConfigMap demo/a',
      'ConfigMap demo/a',
    ]);
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'a', namespace: 'b' },
    };
    expect(read(role)).toEqual(['ClusterRole undefined/a']);
  });

  it('have hooks among them, but not the tests of Helm, which nobody runs', () => {
    const hooked = (hook: string) => ({
      ...map,
      metadata: { name: hook, annotations: { 'helm.sh/hook': hook } },
    });
    expect(read(hooked('pre-install'), hooked('test'), hooked('test-success'))).toEqual([
      'ConfigMap demo/pre-install',
    ]);
  });
});

describe('whether a kind stands in a namespace', () => {
  it.each([
    ['v1', 'ConfigMap', false],
    ['v1', 'Namespace', true],
    ['networking.k8s.io/v1', 'NetworkPolicy', false],
    ['networking.k8s.io/v1', 'ServiceCIDR', true],
    ['resource.k8s.io/v1', 'DeviceClass', true],
    ['admissionregistration.k8s.io/v1', 'MutatingAdmissionPolicy', true],
    ['storage.k8s.io/v1', 'VolumeAttachment', true],
  ])('is the same to an inventory and to the rules: %s %s', (apiVersion, kind, expected) => {
    const object = treeObject({ apiVersion, kind, metadata: { name: 'some' } });
    expect(isClusterScoped(object, new Map())).toBe(expected);
    expect(factsOf([object], 'demo')[0]?.metadata.namespace).toBe(expected ? undefined : 'demo');
  });
});
