import {
  DestinationRule,
  DestinationRuleSpecSubsetsTrafficPolicyTlsMode as TlsMode,
  VirtualService,
} from '@cdk8s/istio';
import type { Construct } from 'constructs';
import type { Cluster } from '../../clusters/index.ts';
import { egressGateway, hasEgressGateway } from '../components/istio/address.ts';
import { add } from '../kit/manifest.ts';
import { namesCalled } from '../workload/declaration/calls.ts';
import type { PlacedWorkload } from '../workload/declaration/placed-workload.ts';

/**
 * The way of a namespace's workloads to the egress gateway: a request for one of the declared hosts is sent there,
 * wrapped in the mTLS of the mesh. The subset has the name of the host, so the gateway can tell them apart.
 */
export function addEgressRoutes(
  scope: Construct,
  { namespace, labels }: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  placed: readonly PlacedWorkload[],
  cluster: Cluster,
): void {
  if (!hasEgressGateway(cluster)) return;
  const called = new Set(placed.flatMap(({ declaration }) => namesCalled(declaration, 'external')));
  const hosts = Object.entries(cluster.externalHosts)
    .filter(([name]) => called.has(name))
    .sort();
  if (hosts.length === 0) return;
  const { port } = egressGateway;
  add(scope, DestinationRule, {
    metadata: { name: egressGateway.name, namespace, labels: { ...labels } },
    spec: {
      host: egressGateway.host,
      exportTo: ['.'],
      subsets: hosts.map(([name, host]) => ({
        name,
        trafficPolicy: { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL, sni: host } },
      })),
    },
  });
  for (const [name, host] of hosts) {
    add(scope, VirtualService, {
      metadata: { name: `egress-${name}`, namespace, labels: { ...labels } },
      spec: {
        hosts: [host],
        exportTo: ['.'],
        tls: [
          {
            match: [{ port, sniHosts: [host] }],
            route: [{ destination: { host: egressGateway.host, subset: name, port: { number: port } } }],
          },
        ],
      },
    });
  }
}
