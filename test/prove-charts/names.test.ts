import { describe, expect, it } from 'vitest';
import { disruptionBudgets } from '../../scripts/prove-charts/rules/disruption-budgets.ts';
import { selectors } from '../../scripts/prove-charts/rules/selectors.ts';
import { serviceAccounts } from '../../scripts/prove-charts/rules/service-accounts.ts';
import { deployment, policy, said } from './small-state.ts';

const istio = (kind: string, spec: object) => ({
  apiVersion: 'security.istio.io/v1',
  kind,
  metadata: { name: 'ours', namespace: 'demo' },
  spec,
});
const budget = (name: string) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'demo' },
  spec: { selector: { matchLabels: { app: 'demo' } }, minAvailable: 1 },
});
const account = (name: string, annotations: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'demo', annotations },
});

describe('what our objects select', () => {
  const labelled = { matchLabels: { app: 'demo' } };
  const all = [
    policy('ours', { podSelector: labelled }),
    budget('ours'),
    istio('AuthorizationPolicy', { selector: labelled }),
    istio('EnvoyFilter', { workloadSelector: { labels: { app: 'demo' } } }),
    istio('Gateway', { selector: { app: 'demo' } }),
    istio('DestinationRule', { host: 'demo.demo.svc.cluster.local' }),
    istio('VerticalPodAutoscaler', { targetRef: { kind: 'Deployment', name: 'demo' } }),
  ];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'demo', namespace: 'demo' },
    spec: {},
  };

  it.each(all)(
    '$kind hits what the chart makes, and is told where the chart has renamed it',
    async (object) => {
      expect(await said(selectors, { chart: [deployment('demo'), service], ours: [object] })).toEqual([]);
      expect(await said(selectors, { chart: [deployment('renamed')], ours: [object] })).toHaveLength(1);
    },
  );

  it('a policy lets through pods that exist', async () => {
    const peers = (app: string) =>
      policy('ours', {
        podSelector: labelled,
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'demo' } },
                podSelector: { matchLabels: { app } },
              },
            ],
          },
        ],
      });
    expect(await said(selectors, { chart: [deployment('demo')], ours: [peers('demo')] })).toEqual([]);
    expect((await said(selectors, { chart: [deployment('demo')], ours: [peers('gone')] })).join()).toContain(
      'pods with app=gone',
    );
  });

  it('what a chart selects by itself is its own matter', async () => {
    expect(await said(selectors, { chart: [policy('theirs', { podSelector: labelled })] })).toEqual([]);
  });
});

describe('ServiceAccounts', () => {
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'ours', namespace: 'demo' },
    subjects: [{ kind: 'ServiceAccount', name: 'demo', namespace: 'demo' }],
  };
  const principal = istio('AuthorizationPolicy', {
    rules: [{ from: [{ source: { principals: ['cluster.local/ns/demo/sa/demo'] } }] }],
  });
  const runs = deployment('demo', {}, { serviceAccountName: 'demo' });

  it.each([binding, principal, runs])('$kind names one that the chart makes', async (object) => {
    const ours = object === runs ? [] : [object];
    const chart = object === runs ? [runs] : [];
    expect(await said(serviceAccounts, { chart: [...chart, account('demo')], ours })).toEqual([]);
    expect((await said(serviceAccounts, { chart: [...chart, account('renamed')], ours })).join()).toContain(
      'demo/demo',
    );
  });

  const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/demo' };
  const release = { values: { serviceAccount: { annotations: role } } };

  it('carry the role that the values give, and a pod runs as them', async () => {
    expect(await said(serviceAccounts, { chart: [runs, account('demo', role)], release })).toEqual([]);
    expect((await said(serviceAccounts, { chart: [runs, account('demo')], release })).join()).toContain(
      'They give the role demo, and no ServiceAccount of the chart has it',
    );
    const astray = await said(serviceAccounts, {
      chart: [runs, account('demo'), account('other', role)],
      release,
    });
    expect(astray.join()).toContain('and no pod runs as it');
  });
});

describe('budgets that the values ask for', () => {
  it('are rendered', async () => {
    const release = { values: { podDisruptionBudget: { minAvailable: 1 } } };
    expect(await said(disruptionBudgets, { chart: [budget('demo')], release })).toEqual([]);
    // As istio-csr without `enabled`.
    expect((await said(disruptionBudgets, { release })).join()).toContain(
      'values podDisruptionBudget: It asks the chart demo',
    );
  });

  it('are one for each part, and the part without is named', async () => {
    // As Temporal, whose template asks for the replicas of each part.
    const values = {
      server: {
        frontend: { podDisruptionBudget: { minAvailable: 1 } },
        matching: { podDisruptionBudget: { minAvailable: 1 } },
      },
    };
    const chart = [budget('demo-frontend')];
    const found = await said(disruptionBudgets, { chart, release: { values } });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('values server.matching.podDisruptionBudget');
  });

  it('that are switched off, or empty, are not asked for', async () => {
    const values = {
      pdb: { enabled: false },
      podDisruptionBudget: {},
      podDisruptionBudgets: { create: false },
    };
    expect(await said(disruptionBudgets, { release: { values } })).toEqual([]);
  });
});
