import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addNamespace } from '../../../../platform/components/namespaces/namespace.ts';
import type { NamespaceDeclaration } from '../../../../platform/kit/namespace.ts';
import { receivesFrom } from '../../../../platform/workload/declaration/calls.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { at, every, one } from '../../../manifest-reader.ts';
import { canaryOf, type Ground, renderProduct } from '../../../render-product.ts';
import { COMMON_ROOT, EVERY_POD_SENDS_TO, openings } from '../../network-openings.ts';
import { runner, web } from '../../workload/declarations.ts';

const { clusterOf } = frozenFleet;

const SHOP = { name: 'shop', mesh: true, owner: 'shop', podSecurity: 'restricted' } as const;

function namespaceOn(cluster: string, namespace: NamespaceDeclaration = SHOP) {
  const chart = new Chart(new App(), 'unit', { disableResourceNameHashes: true });
  addNamespace(chart, namespace, clusterOf(cluster));
  return chart.toJson();
}

const anyPod = { namespace: 'shop', labels: { app: 'job-of-a-person' } };

describe('a namespace is closed before the first pod runs in it', () => {
  test('whatever pod comes later may ask for names and for its certificate, and no more (S0-74, X-17, X-21)', () => {
    const objects = namespaceOn('prod-japan');
    expect(openings(objects, 'egress', anyPod)).toEqual([COMMON_ROOT, ...EVERY_POD_SENDS_TO]);
    expect(openings(objects, 'ingress', anyPod)).toEqual([]);
    expect(openings(namespaceOn('triptrip-production'), 'egress', anyPod)).toEqual(EVERY_POD_SENDS_TO);
  });

  test('the default deny has no rule that could open anything (S4-190)', () => {
    expect(at(one(namespaceOn('prod-japan'), 'NetworkPolicy', 'default-deny-all'), 'spec')).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test.each([
    ['on a cluster without a mesh', namespaceOn('sre-portfolio')],
    ['outside the mesh of a cluster', namespaceOn('prod-japan', { ...SHOP, mesh: false })],
  ])('%s no pod needs istiod', (_, objects) => {
    expect(openings(objects, 'egress', anyPod)).toEqual([
      'kube-system k8s-app=kube-dns TCP 53',
      'kube-system k8s-app=kube-dns UDP 53',
    ]);
    expect(at(one(objects, 'Namespace'), 'metadata.labels["istio.io/rev"]')).toBeUndefined();
  });

  test('injection is asked for by the label that the webhook reads (X-58)', () => {
    expect(at(one(namespaceOn('prod-japan'), 'Namespace'), 'metadata.labels["istio.io/rev"]')).toMatch(
      /^\d+-\d+$/,
    );
  });
});

describe('Pod Security', () => {
  const labelsOf = (namespace?: NamespaceDeclaration) =>
    at(one(namespaceOn('prod-japan', namespace), 'Namespace'), 'metadata.labels');

  test("restricted is enforced as the cluster's own version understands it", () => {
    expect(labelsOf()).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.34',
    });
  });

  test('what is weaker is still reported, and says why (X-28)', () => {
    const reason = 'Writes to the disk of the node.';
    const weaker: NamespaceDeclaration = { ...SHOP, podSecurity: 'privileged', reason };
    expect(labelsOf(weaker)).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/audit': 'restricted',
      'pod-security.kubernetes.io/audit-version': 'v1.34',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/warn-version': 'v1.34',
    });
    expect(
      at(
        one(namespaceOn('prod-japan', weaker), 'Namespace'),
        'metadata.annotations["fleet.example.com/pod-security-reason"]',
      ),
    ).toBe(reason);
  });

  test('without a reason it does not compile', () => {
    // @ts-expect-error no reason
    const weak: NamespaceDeclaration = { name: 'x', mesh: false, owner: 'x', podSecurity: 'baseline' };
    expect(weak.podSecurity).toBe('baseline');
  });
});

const hard = z.strictObject({
  pods: z.number(),
  'requests.cpu': z.string(),
  'requests.memory': z.string(),
  'limits.memory': z.string(),
});

describe('the quota stops neither the autoscaler nor an update at the peak (X-31, X-32)', () => {
  const quotaOf = (workloads: Parameters<typeof renderProduct>[0]['workloads'], ground: Ground = {}) =>
    hard.parse(at(one(renderProduct({ workloads }, ground), 'ResourceQuota'), 'spec.hard'));

  // One pod more for the smoke test of a service: 10m + 50m, 16Mi + 64Mi, limit 32Mi + 256Mi with the proxy.
  // 12 pods and 3 of the surge; each 200m + 50m, 256Mi + 64Mi, limit 512Mi + 256Mi with the proxy.
  test('the largest fleet, a quarter more while it is updated, and a proxy beside each pod', () => {
    expect(quotaOf([web()])).toEqual({
      pods: 15 + 1,
      'requests.cpu': `${3750 + 60}m`,
      'requests.memory': `${4800 + 80}Mi`,
      'limits.memory': `${11520 + 288}Mi`,
    });
  });

  test('without a mesh no proxy is paid for', () => {
    expect(quotaOf([web()], { cluster: 'sre-portfolio' })).toEqual({
      pods: 15 + 1,
      'requests.cpu': `${3000 + 10}m`,
      'requests.memory': `${3840 + 16}Mi`,
      'limits.memory': `${7680 + 32}Mi`,
    });
  });

  // 5 pods and 2 of the surge, which Kubernetes rounds up.
  test('the surge of few pods is rounded up, as Kubernetes does', () => {
    expect(quotaOf([runner({ scale: { replicas: 5 } })]).pods).toBe(7);
    expect(quotaOf([runner({ scale: { replicas: 1 } })]).pods).toBe(2);
  });

  // The canary: 10 % of 12, so 2, and 1 of the surge.
  test('a canary comes on top, with its own surge', () => {
    expect(quotaOf([web()], { images: { web: canaryOf(10) } }).pods).toBe(18 + 1);
    expect(quotaOf([web()], { images: { web: canaryOf(50) } }).pods).toBe(15 + 8 + 1);
  });

  test('the factor of the cluster counts: 6 of 12 pods, and 2 of the surge', () => {
    expect(quotaOf([web()], { change: (cluster) => ({ ...cluster, replicaFactor: 0.5 }) }).pods).toBe(8 + 1);
  });

  // 1,000 requests a second cost the proxy 350m: (200m + 350m) x 15.
  test('a proxy that carries the traffic is counted at its own size (X-74)', () => {
    const scale = { min: 3, max: 12, requestsPerSecond: 1000 };
    expect(quotaOf([web({ scale })])['requests.cpu']).toBe(`${8250 + 60}m`);
  });

  // 15 x 250m and 13 x 150m; 15 x 320Mi and 13 x 192Mi; 15 x 768Mi and 13 x 512Mi.
  test('all workloads of the namespace together', () => {
    expect(quotaOf([web(), runner()])).toEqual({
      pods: 28 + 1,
      'requests.cpu': `${5700 + 60}m`,
      'requests.memory': `${7296 + 80}Mi`,
      'limits.memory': `${18176 + 288}Mi`,
    });
  });

  test('a namespace that waits for its workloads has room for none', () => {
    expect(quotaOf([]).pods).toBe(0);
  });

  test('CPU limits are not counted: no container would need one, and then the quota would demand it (X-30)', () => {
    expect(Object.keys(quotaOf([web()]))).not.toContain('limits.cpu');
  });

  test('a pod that a person starts without amounts is not refused for want of them (X-30)', () => {
    expect(at(one(renderProduct({ workloads: [web()] }), 'LimitRange'), 'spec.limits')).toEqual([
      {
        type: 'Container',
        defaultRequest: { cpu: '50m', memory: '64Mi' },
        default: { memory: '256Mi' },
      },
    ]);
  });

  test('every namespace of the product has its own', () => {
    const objects = renderProduct({
      namespaces: [
        { name: 'shop', mesh: true },
        { name: 'shop-jobs', mesh: true },
      ],
      workloads: [web({ calls: [receivesFrom('jobs')] }), runner({ namespace: 'shop-jobs' })],
    });
    const pods = every(objects, 'ResourceQuota').map((quota) => [
      at(quota, 'metadata.namespace'),
      at(quota, 'spec.hard.pods'),
    ]);
    expect(pods).toEqual([
      ['shop', 16],
      ['shop-jobs', 13],
    ]);
    expect(every(objects, 'LimitRange')).toHaveLength(2);
  });
});
