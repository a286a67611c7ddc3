import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../../../platform/kit/manifest.ts';
import { pods } from '../../../platform/kit/network/flows.ts';
import { allow } from '../../../platform/kit/network/network-policy.ts';
import type { Context } from '../../../platform/unit/unit.ts';
import { graphOf } from '../../../platform/workload/graph/graph.ts';
import { kedaAt } from '../../../platform/workload/scaling/sources.ts';
import { ASSEMBLY } from './assembly.ts';
import { BUS_PORT, labelsOf, NAME, NAMESPACE, PORT, redisEndpoint, SELECTOR } from './redis-cluster.ts';

/**
 * The headless Service: a name for each node, and for the mesh the addresses that its clients may call (S4-260, X-5).
 * It also lists nodes that are not ready: they find each other through it before they can be ready.
 */
export function addService(scope: Construct): void {
  const port = (name: string, number: number) => ({
    name,
    port: number,
    targetPort: k8s.IntOrString.fromNumber(number),
    protocol: 'TCP',
  });
  add(scope, k8s.KubeService, {
    metadata: { name: NAME, namespace: NAMESPACE, labels: labelsOf() },
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: { ...SELECTOR },
      // Because of the prefix, the mesh does not look into the stream.
      ports: [port('tcp-redis', PORT), port('tcp-redis-bus', BUS_PORT)],
    },
  });
}

/** Who may reach the nodes: declared callers, KEDA where it scales by a stream, the assembly, and the nodes themselves; the bus is for the nodes alone. */
export function addNetworkPolicies(scope: Construct, context: Context): void {
  const assembly = { namespace: NAMESPACE, labels: { app: ASSEMBLY } };
  const nodes = pods(redisEndpoint, PORT, BUS_PORT);
  allow(scope, {
    name: `allow-${NAME}`,
    pods: redisEndpoint,
    labels: labelsOf(),
    ingress: [
      nodes,
      pods(assembly, PORT),
      ...graphOf(context)
        .callersOf(NAME)
        .map((caller) => pods(caller, PORT)),
      ...kedaAt(redisEndpoint, context),
    ],
    egress: [nodes],
  });
  allow(scope, {
    name: `allow-${ASSEMBLY}`,
    pods: assembly,
    labels: labelsOf(ASSEMBLY),
    egress: [pods(redisEndpoint, PORT)],
  });
}
