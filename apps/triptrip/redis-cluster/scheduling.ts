import type { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { nodePoolOf, tolerationsOf } from '../../../platform/kit/node-pool.ts';
import { NODES, SELECTOR } from './redis-cluster.ts';

/** Pool of nodes for the stores (S4-42). */
export const NODE_POOL = 'memory';

/**
 * Where the nodes of Redis run: on the memory group alone, whose taint they tolerate, two in each zone, and
 * each on a host of its own (S4-95, X-101).
 *
 * A memory group with fewer hosts than nodes, as in staging and development, takes several on each host, evenly. The loss
 * of a host can then be the loss of a shard.
 *
 * @throws when the Terraform outputs do not have the group, or have it without a host
 */
export function scheduling(
  cluster: Cluster,
): Pick<k8s.PodSpec, 'nodeSelector' | 'tolerations' | 'affinity' | 'topologySpreadConstraints'> {
  const pool = nodePoolOf(cluster, NODE_POOL);
  if (pool === undefined || pool.maxSize < 1) {
    throw new Error(
      `redis-cluster wants the node group ${NODE_POOL}: the output node_groups in clusters/${cluster.name}/terraform.json has none with the label workload-type: ${NODE_POOL} and a max_size of 1 at least.`,
    );
  }
  const hosts = Math.min(NODES, pool.maxSize);
  const zones = Math.min(pool.availabilityZones.length, hosts);
  return {
    nodeSelector: pool.selector,
    tolerations: tolerationsOf(pool),
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

/** `domains` keeps the first pods from crowding on the first hosts, where their volumes would then hold them. */
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
