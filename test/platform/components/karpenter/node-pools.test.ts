import { describe, expect, test } from 'vitest';
import { millicores } from '../../../../platform/kit/quantity.ts';
import { frozenFleet } from '../../../fleet/frozen-fleet.ts';
import { liveFleet } from '../../../live-fleet.ts';
import { at, every, one } from '../../../manifest-reader.ts';

const { clusterOf, fleet, renderUnit } = frozenFleet;

const clusters = fleet.clusters
  .filter(({ nodeScaler }) => nodeScaler === 'karpenter')
  .map(({ name }) => name);

describe.each(clusters)('%s', (name) => {
  const { terraform, ingress } = clusterOf(name);
  const objects = renderUnit('node-pools', name);
  const nodeClass = one(objects, 'EC2NodeClass');
  const pools = every(objects, 'NodePool');

  test('pods that wait get a node: each group that may grow has a pool with its labels and taints', () => {
    const growing = Object.entries(terraform.nodeGroups).filter(([, group]) => group.maxSize > group.minSize);
    expect(pools.map((pool) => at(pool, 'metadata.name'))).toEqual(growing.map(([group]) => group));
    for (const [index, [, group]] of growing.entries()) {
      expect(at(pools[index], 'spec.template.metadata.labels')).toMatchObject(group.labels);
      expect(at(pools[index], 'spec.template.spec.taints') ?? []).toEqual(group.taints);
    }
  });

  test('a runaway autoscaler cannot buy more nodes than the group may have', () => {
    for (const pool of pools) {
      const group = terraform.nodeGroups[String(at(pool, 'metadata.name'))];
      if (group === undefined) throw new Error('a pool without a group');
      const cores = Number(at(pool, 'spec.limits.cpu'));
      expect(cores).toBeGreaterThan(0);
      // The group itself keeps its smallest size beside the pool, so together they are no more than its largest.
      const ofNode = Math.ceil(millicores(group.allocatable.cpu) / 1000);
      expect(cores + group.minSize * ofNode).toBe(group.maxSize * ofNode);
    }
  });

  test('nodes join the private subnets of this cluster, behind its own security group', () => {
    expect(at(nodeClass, 'spec.subnetSelectorTerms')).toEqual(
      terraform.privateSubnetIds.map((id) => ({ id })),
    );
    expect(at(nodeClass, 'spec.securityGroupSelectorTerms')).toEqual([{ id: terraform.nodeSecurityGroupId }]);
    expect(at(nodeClass, 'spec.role')).toBe(terraform.karpenter?.nodeRoleName);
  });

  test('a new image of AWS does not replace every node by itself', () => {
    expect(at(nodeClass, 'spec.amiSelectorTerms')).toEqual([{ alias: expect.stringMatching(/@v\d/) }]);
  });

  test('a pod cannot take the credentials of its node', () => {
    expect(at(nodeClass, 'spec.metadataOptions')).toMatchObject({
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
    });
  });

  test('disks of nodes are encrypted with the key of the cluster', () => {
    expect(at(nodeClass, 'spec.blockDeviceMappings')).toMatchObject([
      { ebs: { encrypted: true, kmsKeyID: terraform.kmsKeyArnEbs } },
    ]);
  });

  test('no node goes for its age, which no budget holds up: those of one age would go together', () => {
    for (const pool of pools) expect(at(pool, 'spec.template.spec.expireAfter')).toBe('Never');
  });

  test('no load balancer has a node as its target that is ended before it lets go', () => {
    const excluded = ingress.targetType === 'instance' ? 'true' : undefined;
    for (const pool of pools) {
      expect(
        at(pool, 'spec.template.metadata.labels["node.kubernetes.io/exclude-from-external-load-balancers"]'),
      ).toBe(excluded);
    }
    const stay = Object.values(terraform.nodeGroups).reduce((sum, { minSize }) => sum + minSize, 0);
    if (ingress.targetType === 'instance') expect(stay).toBeGreaterThan(1);
  });

  test('consolidation never drains more than a tenth of the nodes at once', () => {
    for (const pool of pools) expect(at(pool, 'spec.disruption.budgets')).toEqual([{ nodes: '10%' }]);
  });
});

test('in the real fleet no node is drained by its age, nor while a load balancer sends to it', () => {
  for (const { cluster, json } of liveFleet.ofKind('NodePool')) {
    expect(at(json, 'spec.template.spec.expireAfter'), cluster).toBe('Never');
    expect(at(json, 'spec.disruption.budgets'), cluster).not.toEqual([]);
    const labels = Object(at(json, 'spec.template.metadata.labels'));
    const isTarget = liveFleet.clusterOf(cluster).ingress.targetType === 'instance';
    expect('node.kubernetes.io/exclude-from-external-load-balancers' in labels, cluster).toBe(isTarget);
  }
});
