import { describe, expect, it } from 'vitest';
import { type Cluster, loadFleet } from '../../clusters/index.ts';
import { poolsOf } from '../../scripts/report/data/pools.ts';
import { stateOf } from '../check/state-of.ts';

const [model] = loadFleet().clusters;
const [aGroup] = Object.values(model?.terraform.nodeGroups ?? {});

type Group = NonNullable<typeof aGroup>;

function clusterWith(groups: Readonly<Record<string, Partial<Group>>>): Cluster {
  if (model === undefined || aGroup === undefined) throw new Error('The contract has no node group.');
  const base = { ...aGroup, taints: [], minSize: 1, maxSize: 2, allocatable: { cpu: '4', memory: '8Gi' } };
  const nodeGroups = Object.fromEntries(
    Object.entries(groups).map(([name, group]) => [name, { ...base, ...group }]),
  );
  return { ...model, terraform: { ...model.terraform, nodeGroups } };
}

const pod = (name: string, spec = '', kind = 'Deployment') => `
---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  ${kind === 'Deployment' ? 'replicas: 3' : ''}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      ${spec}
      containers: [{ name: app, image: a, resources: { requests: { cpu: "1", memory: 1Gi } } }]
`;

describe('node groups of the contract', () => {
  it('are one pool where no pod can tell them apart, with the nodes of all', () => {
    const labels = { 'workload-type': 'general' };
    const [pool, ...others] = poolsOf(
      stateOf(pod('web')),
      clusterWith({ 'a-1a': { labels }, 'a-1c': { labels } }),
    );
    expect(others).toEqual([]);
    expect(pool).toMatchObject({
      name: 'general',
      groups: ['a-1a', 'a-1c'],
      nodes: { min: 2, max: 4 },
      cpu: { limit: 16, min: 3, max: 3 },
    });
  });

  it('get the pods that choose them', () => {
    const cluster = clusterWith({
      general: { labels: { 'workload-type': 'general' } },
      memory: { labels: { 'workload-type': 'memory' } },
    });
    const pools = poolsOf(stateOf(pod('web', 'nodeSelector: { workload-type: memory }')), cluster);
    expect(pools.map(({ name, cpu }) => [name, cpu.max])).toEqual([
      ['general', 0],
      ['memory', 3],
    ]);
  });

  it('share what may go to each of them', () => {
    const cluster = clusterWith({ a: { labels: { pool: 'a' } }, b: { labels: { pool: 'b' } } });
    for (const { cpu } of poolsOf(stateOf(pod('web')), cluster)) {
      expect(cpu).toMatchObject({ min: 0, max: 0, shared: { min: 3, max: 3 } });
    }
  });

  it('keep pods away by a taint, unless they tolerate it', () => {
    const taints = [{ key: 'gpu', value: 'true', effect: 'NoSchedule' as const }];
    const cluster = clusterWith({
      plain: { labels: { pool: 'plain' } },
      gpu: { labels: { pool: 'gpu' }, taints },
    });
    const ofGpu = (spec: string) =>
      poolsOf(stateOf(pod('web', spec)), cluster).find(({ name }) => name === 'gpu');
    expect(ofGpu('')?.cpu.shared.max).toBe(0);
    expect(ofGpu('tolerations: [{ key: gpu, operator: Exists }]')?.cpu.shared.max).toBe(3);
  });

  it('have the pod of a DaemonSet on each node', () => {
    const [pool] = poolsOf(stateOf(pod('agent', '', 'DaemonSet')), clusterWith({ a: { labels: {} } }));
    expect(pool?.cpu).toMatchObject({ perNode: 1, max: 0 });
  });
});

it("takes Karpenter's NodePool for the pool, with its limits, and not the node group of the same name besides", () => {
  const pools = poolsOf(
    stateOf(`${pod('web', 'nodeSelector: { tier: standard }')}
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: general }
spec:
  limits: { cpu: 108 }
  template: { metadata: { labels: { tier: standard } }, spec: {} }
`),
    clusterWith({ general: {} }),
  );
  expect(pools.map(({ name, kind, cpu }) => [name, kind, cpu.limit, cpu.max])).toEqual([
    ['general', 'NodePool', 108, 3],
  ]);
});
