import {
  NodePool,
  NodePoolSpecDisruptionConsolidationPolicy,
  NodePoolSpecLimits,
  NodePoolSpecTemplateSpecRequirementsOperator as Operator,
  NodePoolSpecTemplateSpecTaintsEffect as TaintEffect,
} from '@cdk8s/karpenter';
import {
  Ec2NodeClass,
  Ec2NodeClassSpecBlockDeviceMappingsEbsVolumeType,
  Ec2NodeClassSpecMetadataOptionsHttpEndpoint,
  Ec2NodeClassSpecMetadataOptionsHttpTokens,
} from '@cdk8s/karpenter-aws';
import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { millicores } from '../../kit/quantity.ts';
import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { karpenterOutput } from './karpenter.ts';

type NodeGroup = Cluster['terraform']['nodeGroups'][string];

/** Name of the one node class: all pools use the same image, network and disk. */
const NODE_CLASS = 'default';

const EFFECTS: Readonly<Record<NodeGroup['taints'][number]['effect'], TaintEffect>> = {
  NoSchedule: TaintEffect.NO_SCHEDULE,
  PreferNoSchedule: TaintEffect.PREFER_NO_SCHEDULE,
  NoExecute: TaintEffect.NO_EXECUTE,
};

/**
 * What Karpenter may start: a NodePool for each node group of the Terraform outputs that has room to grow, with the
 * group's labels and taints, so that a pod cannot tell who started its node. The group itself, at its smallest size,
 * carries Karpenter and whatever has to run before it.
 */
export const nodePools = component({
  name: 'node-pools',
  namespace: 'karpenter',
  wave: waves.policies,
  kinds: { cluster: { 'karpenter.k8s.aws': ['EC2NodeClass'], 'karpenter.sh': ['NodePool'] } },
  on: (cluster) => cluster.nodeScaler === 'karpenter',
  objects: (chart, { cluster }) => {
    addNodeClass(chart, cluster);
    for (const [name, group] of Object.entries(cluster.terraform.nodeGroups)) {
      if (group.maxSize > group.minSize) addNodePool(chart, cluster, name, group);
    }
  },
});

function addNodeClass(chart: Chart, cluster: Cluster): void {
  const { privateSubnetIds, nodeSecurityGroupId, kmsKeyArnEbs } = cluster.terraform;
  const { nodeRoleName, amiAlias } = karpenterOutput(cluster);
  add(chart, Ec2NodeClass, {
    metadata: { name: NODE_CLASS, labels: ownerLabels('platform') },
    spec: {
      // One release, from Terraform: with `@latest` every new AWS image would replace the nodes by itself.
      amiSelectorTerms: [{ alias: amiAlias }],
      role: nodeRoleName,
      subnetSelectorTerms: privateSubnetIds.map((id) => ({ id })),
      securityGroupSelectorTerms: [{ id: nodeSecurityGroupId }],
      // One hop: a pod cannot reach the credentials of its node (IMDSv2).
      metadataOptions: {
        httpEndpoint: Ec2NodeClassSpecMetadataOptionsHttpEndpoint.ENABLED,
        httpTokens: Ec2NodeClassSpecMetadataOptionsHttpTokens.REQUIRED,
        httpPutResponseHopLimit: 1,
      },
      // As large as the disks of the managed groups (S4-40); encrypted with the key of all volumes.
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          rootVolume: true,
          ebs: {
            volumeType: Ec2NodeClassSpecBlockDeviceMappingsEbsVolumeType.GP3,
            volumeSize: '100Gi',
            encrypted: true,
            kmsKeyId: kmsKeyArnEbs,
            deleteOnTermination: true,
          },
        },
      ],
      tags: { 'fleet/cluster': cluster.name },
    },
  });
}

function addNodePool(chart: Chart, { terraform, ingress }: Cluster, name: string, group: NodeGroup): void {
  add(chart, NodePool, {
    metadata: { name, labels: ownerLabels('platform') },
    spec: {
      template: {
        metadata: { labels: { ...group.labels, ...loadBalancing(ingress) } },
        spec: {
          nodeClassRef: {
            group: Ec2NodeClass.GVK.apiVersion.split('/')[0] ?? '',
            kind: 'EC2NodeClass',
            name: NODE_CLASS,
          },
          requirements: [
            {
              key: 'node.kubernetes.io/instance-type',
              operator: Operator.IN,
              values: [...group.instanceTypes],
            },
            {
              key: 'karpenter.sh/capacity-type',
              operator: Operator.IN,
              values: [group.capacityType === 'SPOT' ? 'spot' : 'on-demand'],
            },
            {
              key: 'topology.kubernetes.io/zone',
              operator: Operator.IN,
              values: [...terraform.availabilityZones],
            },
            { key: 'kubernetes.io/arch', operator: Operator.IN, values: ['amd64'] },
          ],
          ...(group.taints.length > 0 && {
            taints: group.taints.map(({ key, value, effect }) => ({ key, value, effect: EFFECTS[effect] })),
          }),
          // Karpenter ends an expired node whatever the budget below says, so nodes that were born together would end
          // together. A current image and kernel come by another `ami_alias`, and that goes through the budget.
          expireAfter: 'Never',
          // Longer than any pod of ours takes to end; after that, a pod that hangs no longer holds up a node.
          terminationGracePeriod: '1h',
        },
      },
      disruption: {
        consolidationPolicy: NodePoolSpecDisruptionConsolidationPolicy.WHEN_EMPTY_OR_UNDERUTILIZED,
        // Ours: pods that were just scaled down may come back, and a node takes a minute to start.
        consolidateAfter: '5m',
        budgets: [{ nodes: '10%' }],
      },
      // The cores of the smallest nodes, as many as the group may grow by.
      limits: { cpu: NodePoolSpecLimits.fromNumber(coresOf(group) * (group.maxSize - group.minSize)) },
    },
  });
}

/**
 * Where targets of load balancers are nodes, none of Karpenter's is one: it ends a node without waiting until the load
 * balancer has let go of it, and the requests that pass through the node would be lost. Those of the managed group stay,
 * and pass on to the pods of every node.
 */
function loadBalancing({ targetType }: Cluster['ingress']): Readonly<Record<string, string>> {
  return targetType === 'instance'
    ? { 'node.kubernetes.io/exclude-from-external-load-balancers': 'true' }
    : {};
}

/** Whole cores of the group's smallest instance type, of which the kubelet and the system take a part. */
function coresOf({ allocatable }: NodeGroup): number {
  return Math.ceil(millicores(allocatable.cpu) / 1000);
}
