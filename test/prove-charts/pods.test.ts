import { describe, expect, it } from 'vitest';
import { podsOf } from '../../scripts/prove-charts/pods.ts';
import { gatekeeperWith, judgedOf } from '../../scripts/prove-charts/rules/gatekeeper.ts';
import { images } from '../../scripts/prove-charts/rules/images.ts';
import { networkPolicies } from '../../scripts/prove-charts/rules/network-policies.ts';
import { podSecurity } from '../../scripts/prove-charts/rules/pod-security.ts';
import { closed, deployment, namespace, podTemplate, policy, said, smallState } from './small-state.ts';

const istiod = {
  chart: 'istiod',
  version: '1.2.3',
  values: { global: { hub: 'registry.example/istio', variant: 'distroless', proxy: { resources: {} } } },
};
const gateway = deployment('gateway', { image: 'auto' });

describe('the Pod Security level of the namespace', () => {
  const privileged = deployment('demo', { securityContext: { privileged: true } });

  it('refuses a pod of a chart, and the finding names field and container', async () => {
    expect(await said(podSecurity, { chart: [privileged] })).toContain(
      'demo: Deployment demo/demo: The API server refuses its pods at the level restricted: the container main is privileged.',
    );
  });

  it('accepts what it allows, and a hook is judged like everything else', async () => {
    expect(await said(podSecurity, { chart: [deployment('demo')] })).toEqual([]);
    expect(
      await said(podSecurity, {
        chart: [privileged],
        more: {},
        ours: [{ ...namespace('other', 'privileged') }],
      }),
    ).not.toEqual([]);
    const hook = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'migrate', namespace: 'demo', annotations: { 'helm.sh/hook': 'pre-install' } },
      spec: { template: podTemplate({ app: 'migrate' }, {}, { hostNetwork: true }) },
    };
    expect((await said(podSecurity, { chart: [hook] })).join()).toContain('the pod has hostNetwork');
  });

  it('is missing where nobody declares the namespace', async () => {
    const astray = { ...deployment('demo'), metadata: { name: 'demo', namespace: 'nowhere' } };
    expect((await said(podSecurity, { chart: [astray] })).join()).toContain(
      'Its namespace nowhere has no label',
    );
  });
});

describe('NetworkPolicies', () => {
  const own = policy('allow-demo', {
    podSelector: { matchLabels: { app: 'demo' } },
    policyTypes: ['Egress'],
  });

  it('close and name each pod', async () => {
    expect(await said(networkPolicies, { chart: [deployment('demo')], ours: [closed, own] })).toEqual([]);
  });

  it('that leave a pod open, in one direction or both, are told', async () => {
    expect(await said(networkPolicies, { chart: [deployment('demo')], ours: [own] })).toEqual([
      'demo: Deployment demo/demo: Nothing closes the ingress of its pods in demo.',
    ]);
  });

  it('that mean another label are told, with the labels that there are', async () => {
    const renamed = deployment('demo', {}, {}, { app: 'renamed' });
    const byUnit = {
      ...smallState({ chart: [renamed] }),
      objects: smallState({ chart: [renamed], ours: [closed] }).objects.map((placed) =>
        placed.from === 'ours' ? { ...placed, unit: 'namespaces' } : placed,
      ),
    };
    const found = await networkPolicies.judges(byUnit);
    expect(found.map(({ problem }) => problem)).toEqual([
      'No NetworkPolicy names its pods (app=renamed): all they reach is DNS.',
    ]);
  });

  it('hold for no pod in the network of its node', async () => {
    expect(await said(networkPolicies, { chart: [deployment('demo', {}, { hostNetwork: true })] })).toEqual(
      [],
    );
  });
});

describe('images', () => {
  it('come from our registry; one from elsewhere is told, even if a program only starts it later', async () => {
    expect(await said(images, { chart: [deployment('demo')] })).toEqual([]);
    expect(
      (await said(images, { chart: [deployment('demo', { image: 'quay.io/a/b:1' })] })).join(),
    ).toContain('The container main runs quay.io/a/b:1');
    const starts = deployment('demo', { args: ['--solver=quay.io/a/solver:1'] });
    expect((await said(images, { chart: [starts] })).join()).toContain(
      'The container main is told to start quay.io/a/solver:1',
    );
  });

  it('of a gateway are filled in by the injector, which is told our registry', async () => {
    expect(await said(images, { chart: [gateway], release: istiod })).toEqual([]);
    expect((await said(images, { chart: [gateway] })).join()).toContain('runs auto');
  });
});

describe('Gatekeeper', () => {
  it('judges the Deployment of a gateway with `image: auto`, and its pod after the injection', async () => {
    const judge = gatekeeperWith((objects) =>
      Promise.resolve(
        objects
          .filter((object) => JSON.stringify(object).includes('"image":"auto"'))
          .map(({ kind, metadata: { name, namespace: place } }) => ({
            msg: 'auto is no image of ours',
            constraint: { kind: 'AllowedRegistries', metadata: { name: 'registries' } },
            violatingObject: { kind, metadata: { name, namespace: place } },
          })),
      ),
    );
    expect(await said(judge, { chart: [gateway], release: istiod })).toEqual([
      'demo: Deployment demo/gateway: The constraint registries refuses it: auto is no image of ours',
    ]);
    const { judged } = judgedOf(smallState({ chart: [gateway], release: istiod }));
    expect(judged.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment gateway',
      'Pod gateway-of-deployment',
    ]);
  });

  it('judges the pods that an operator makes of a custom resource', () => {
    const custom = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'Prometheus',
      metadata: { name: 'main', namespace: 'monitoring' },
      spec: { image: 'registry.example/prometheus:1', serviceAccountName: 'main' },
    };
    expect(podsOf(smallState({ chart: [custom] })).map(({ labels }) => labels)).toEqual([
      expect.objectContaining({ 'app.kubernetes.io/name': 'prometheus' }),
    ]);
  });
});
