import type { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { NODES, SELECTOR } from './redis-cluster.ts';

/** Node group of the stores, and the label that pods choose it by (S4-42). */
const GROUP = 'memory';
const GROUP_LABEL = 'workload-type';

/**
 * Where the nodes of Redis run: on the memory group alone, whose taint they tolerate, two in each zone, and
 * each on a host of its own (S4-95, X-101).
 *
 * A memory group of fewer hosts than nodes, as in staging and development, takes several on a host, evenly. The loss
 * of a host can then be the loss of a shard.
 *
 * @throws when the Terraform outputs have no such group, or one without the label or without a host
 */
export function scheduling({
  name: clusterName,
  terraform,
}: Cluster): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations' | 'affinity' | 'topologySpreadConstraints'> {
  const group = terraform.nodeGroups[GROUP];
  const value = group?.labels[GROUP_LABEL];
  if (group === undefined || value === undefined || group.maxSize < 1) {
    throw new Error(
      `redis-cluster wants the node group ${GROUP}: the output node_groups in clusters/${clusterName}/terraform.json has none with the label ${GROUP_LABEL} and a max_size of 1 at least.`,
    );
  }
  const hosts = Math.min(NODES, group.maxSize);
  const zones = Math.min(terraform.availabilityZones.length, hosts);
  return {
    nodeSelector: { [GROUP_LABEL]: value },
    tolerations: group.taints.map(({ key, value: taint, effect }) => ({
      key,
      operator: 'Equal',
      value: taint,
      effect,
    })),
    ...(hosts === NODES && { affinity: hostOfItsOwn() }),
    topologySpreadConstraints: [
      evenly('topology.kubernetes.io/zone', zones),
      ...(hosts < NODES ? [evenly('kubernetes.io/hostname', hosts)] : []),
    ],
  };
}

function hostOfItsOwn(): k8s.Affinity {
  return {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { ...SELECTOR } } },
      ],
    },
  };
}

/** `domains` keeps the first pods from crowding where the first hosts are: their volumes would hold them there. */
function evenly(topologyKey: string, domains: number): k8s.TopologySpreadConstraint {
  return {
    topologyKey,
    maxSkew: 1,
    minDomains: domains,
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: { ...SELECTOR } },
  };
}
