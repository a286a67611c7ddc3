import type { Cluster } from '../../../clusters/index.ts';

type NodeGroup = Cluster['terraform']['nodeGroups'][string];

/** A node that kwok keeps, in a zone of its group. */
export interface SimulatedNode {
  readonly name: string;
  readonly group: string;
  readonly zone: string;
  readonly labels: Readonly<Record<string, string | undefined>>;
  readonly object: object;
  readonly status: object;
}

/** What EKS lets run on a node of four processors: 4 network interfaces with 15 addresses, less one each, and 2 of the host. */
const PODS = 58;

/** What AWS and the kubelet write on every node besides the labels of its group. */
function labelsOf(name: string, zone: string, { labels, instanceTypes, capacityType }: NodeGroup) {
  return {
    ...labels,
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'node.kubernetes.io/instance-type': instanceTypes[0] ?? '',
    'eks.amazonaws.com/capacityType': capacityType,
    'topology.kubernetes.io/region': zone.slice(0, -1),
    'topology.kubernetes.io/zone': zone,
  };
}

/** The node of a group with a number; those of several zones take turns. */
export function nodeOf(group: string, spec: NodeGroup, index: number): SimulatedNode {
  const zone = spec.availabilityZones[index % spec.availabilityZones.length] ?? '';
  const name = `${group}-${index}`;
  const { cpu, memory } = spec.allocatable;
  const labels = labelsOf(name, zone, spec);
  const capacity = { cpu, memory, pods: String(PODS), 'ephemeral-storage': '40Gi' };
  return {
    name,
    group,
    zone,
    labels,
    object: {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels },
      spec: { taints: spec.taints },
    },
    status: { capacity, allocatable: capacity },
  };
}

/** The nodes that a cluster may have, by their group. */
export function nodesOf({ terraform }: Cluster): ReadonlyMap<string, readonly SimulatedNode[]> {
  return new Map(
    Object.entries(terraform.nodeGroups).map(([group, spec]) => [
      group,
      Array.from({ length: spec.maxSize }, (_, index) => nodeOf(group, spec, index)),
    ]),
  );
}

/** How many of a group there are when nothing asks for more. */
export function leastOf({ terraform }: Cluster, group: string): number {
  return terraform.nodeGroups[group]?.minSize ?? 0;
}
