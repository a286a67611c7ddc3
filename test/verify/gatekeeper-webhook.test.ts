import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { injected } from '../../scripts/prove-gatekeeper/injector.ts';
import { treeObject } from '../../scripts/prove-gatekeeper/tree.ts';
import { renderedClusters } from '../../scripts/synth/dist-index.ts';
import { inventoriesOf } from '../../scripts/verify/chart-objects.ts';
import { installationOf, webhooksAt } from '../../scripts/verify/gatekeeper-webhook/installation.ts';
import {
  namespacesOf,
  sampleConstraints,
  whyWrong,
} from '../../scripts/verify/gatekeeper-webhook/samples.ts';

const constraint = (name: string, enforcementAction: string, kinds: readonly object[]) =>
  treeObject({
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'PinnedImages',
    metadata: { name },
    spec: { enforcementAction, match: { kinds, excludedNamespaces: ['shop'] }, parameters: { own: true } },
  });
const webhookList = (object: unknown) =>
  z
    .looseObject({
      webhooks: z.array(
        z.looseObject({
          rules: z.unknown(),
          namespaceSelector: z.unknown(),
          failurePolicy: z.string(),
          clientConfig: z.unknown(),
        }),
      ),
    })
    .parse(object);
const pods = [{ apiGroups: [''], kinds: ['Pod'] }];

describe('Gatekeeper before an API server', () => {
  // A cluster that was added has none until its charts were rendered.
  it.each(renderedClusters('dist').filter((name) => inventoriesOf(name, 'dist').length > 0))(
    'on %s asks about what its chart asks about, and lets nobody through unasked',
    (cluster) => {
      const installation = installationOf(cluster, inventoriesOf(cluster, 'dist'));
      const here = webhooksAt(installation, 'https://127.0.0.1:1', 'certificate');
      expect(here).toMatchObject({
        kind: 'ValidatingWebhookConfiguration',
        metadata: installation.webhooks.metadata,
      });
      const { webhooks } = webhookList(here);
      const chart = webhookList(installation.webhooks).webhooks;
      expect(webhooks.map(({ rules }) => rules)).toEqual(chart.map(({ rules }) => rules));
      expect(webhooks.map(({ namespaceSelector }) => namespaceSelector)).toEqual(
        chart.map(({ namespaceSelector }) => namespaceSelector),
      );
      for (const { failurePolicy, clientConfig } of webhooks) {
        expect(failurePolicy).toBe('Fail');
        expect(clientConfig).toMatchObject({ url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:1\/v1\//) });
      }
      expect(installation.access.map(({ kind }) => kind)).toContain('ServiceAccount');
    },
  );

  it('is no use where a cluster has none, and says so', () => {
    expect(() => installationOf('bare', [])).toThrow('No inventory of bare has a Gatekeeper.');
  });
});

describe('constraints for samples', () => {
  const samples = [
    {
      kind: 'PinnedImages',
      parameters: { own: false },
      allowed: [{ name: 'a', object: { metadata: { namespace: 'shop' } } }],
      denied: [
        { name: 'b', message: 'no', object: { kind: 'AdmissionReview', request: { namespace: 'mesh' } } },
      ],
    },
  ];

  it('select the kinds of the constraints that deny, everywhere, with the parameters of the samples', () => {
    const own = [constraint('pinned', 'deny', pods), constraint('pinned-of-charts', 'warn', [])];
    const made = sampleConstraints(own, samples);
    expect(made.map((each) => each.spec)).toEqual([
      { enforcementAction: 'deny', match: { kinds: pods }, parameters: { own: false } },
    ]);
  });

  it('find the namespaces of objects and of requests', () => {
    expect(namespacesOf(samples)).toEqual(['mesh', 'shop']);
  });
});

it('a gateway gets the image of the proxy, and no second proxy', () => {
  const namespace = treeObject({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'mesh', labels: { 'istio.io/rev': 'stable' } },
  });
  const gateway = treeObject({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'gateway', namespace: 'mesh' },
    spec: { containers: [{ name: 'istio-proxy', image: 'auto', resources: { limits: { memory: '1Gi' } } }] },
  });
  const [, made] = injected([namespace, gateway], { image: 'registry/proxyv2:1', resources: {} });
  expect(made).toMatchObject({
    spec: { containers: [{ image: 'registry/proxyv2:1', resources: { limits: { memory: '1Gi' } } }] },
  });
  expect(made?.spec).not.toHaveProperty('initContainers');
});

describe('a sample', () => {
  const own = '[sample-pinnedimages-0] image auto has no digest';

  it.each([
    ['that its rule refuses with its words is as it should be', [own], 'no digest', undefined],
    ['that its rule takes is as it should be', [], undefined, undefined],
    // Other rules may refuse it all the same: that says nothing of this one.
    ['that its rule ought to refuse and takes is a finding', [], 'no digest', 'its rule takes it'],
    ['that its rule refuses for another reason is a finding', [own], 'no tag', 'for another reason'],
    ['that its rule ought to take is a finding', [own], undefined, 'its rule refuses it'],
  ])('%s', (_, says, message, wrong) => {
    const found = whyWrong(says, message);
    if (wrong === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(wrong);
  });
});
