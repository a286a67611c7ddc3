import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { grafana } from '../../../platform/components/grafana/address.ts';
import { toolUrl } from '../../../platform/components/staff-tools/address.ts';
import { addRules } from '../../../platform/kit/alerting/rules.ts';
import { add } from '../../../platform/kit/manifest.ts';
import { addServiceAccount } from '../../../platform/kit/service-account.ts';
import type { Unit } from '../../../platform/unit/unit.ts';
import { waves } from '../../../platform/unit/waves.ts';
import { redisAlerts } from './alerts.ts';
import { ASSEMBLY_PODS, ASSEMBLY_RESOURCES, addAssembly } from './assembly.ts';
import { addCertificate } from './certificate.ts';
import { addCredentials } from './credentials.ts';
import { addNetworkPolicies, addService } from './network.ts';
import { labelsOf, NAME, NAMESPACE, NODES, redisEndpoint, SELECTOR } from './redis-cluster.ts';
import { NODE_POOL } from './scheduling.ts';
import { addStatefulSet, NODE_RESOURCES } from './stateful-set.ts';

/**
 * The cache of TripTrip: a Redis Cluster of three masters and three replicas (S4-81 to S4-97).
 *
 * Its namespace is outside the mesh. A node that restarts has a new address, which every proxy would have to learn
 * from the control plane before another node could reach it, so no failover would be safe during an outage of istiod.
 * Clients inside the mesh reach it all the same: their proxies know the addresses behind the headless Service, and
 * pass the stream on, because none of its pods has a proxy. What they pass on is Redis's own TLS: nodes and clients
 * show each other certificates of the cluster's own authority. A password and NetworkPolicies guard it as well.
 *
 * It comes before the workloads, which need it when they start.
 */
export const redisCluster: Unit = {
  name: NAME,
  project: 'triptrip',
  namespace: NAMESPACE,
  wave: waves.foundations,
  clusters: ['triptrip-production', 'triptrip-dr', 'triptrip-staging', 'triptrip-dev'],
  namespaces: [{ name: NAMESPACE, mesh: false, owner: 'triptrip', podSecurity: 'restricted' }],
  endpoints: [redisEndpoint],
  images: ['redis'],
  kinds: {
    namespaced: { apps: ['StatefulSet'], batch: ['CronJob'] },
  },
  reserves: () => [
    { namespace: NAMESPACE, pods: NODES, resources: NODE_RESOURCES, nodeGroup: NODE_POOL },
    { namespace: NAMESPACE, pods: ASSEMBLY_PODS, resources: ASSEMBLY_RESOURCES },
  ],
  build: (chart, context) => {
    const { cluster } = context;
    addServiceAccount(chart, cluster, { name: NAME, namespace: NAMESPACE, labels: labelsOf() });
    addCredentials(chart, cluster);
    addCertificate(chart);
    addService(chart);
    addStatefulSet(chart, cluster);
    addDisruptionBudget(chart);
    addAssembly(chart, cluster);
    addNetworkPolicies(chart, context);
    const owner = {
      unit: NAME,
      namespace: NAMESPACE,
      labels: labelsOf(),
      owner: 'triptrip',
      dashboard: 'stores',
      grafana: toolUrl(grafana.name, cluster),
    } as const;
    addRules(chart, context.fleet, owner, { alerts: redisAlerts });
  },
};

/** One node at a time: two may be the master and the replica of one shard. */
function addDisruptionBudget(scope: Construct): void {
  add(scope, k8s.KubePodDisruptionBudget, {
    metadata: { name: NAME, namespace: NAMESPACE, labels: labelsOf() },
    spec: {
      selector: { matchLabels: { ...SELECTOR } },
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      // Nodes that do not form a cluster yet must not hold up a drain.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
