import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  Gateway,
  GatewaySpecServersTlsMode as TlsMode,
  GatewaySpecServersTlsMinProtocolVersion as TlsVersion,
} from '@cdk8s/istio';
import type { Chart } from 'cdk8s';
import type { Cluster } from '../../../clusters/index.ts';
import { ownerLabels } from '../../kit/labels.ts';
import type { EntryRoute } from '../../kit/load-balancer/application-load-balancer.ts';
import type { Entry } from '../../kit/load-balancer/entry.ts';
import { add } from '../../kit/manifest.ts';
import { networks, pods } from '../../kit/network/flows.ts';
import { allow } from '../../kit/network/network-policy.ts';
import { component } from '../../unit/component.ts';
import type { Exposure } from '../../unit/exposure.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { exposuresOf } from '../../workload/graph/exposures.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { failoverFlows } from '../../workload/graph/linked-clusters.ts';
import { prometheus } from '../monitoring/address.ts';
import { spanCollector } from '../opentelemetry-collector/address.ts';
import {
  entriesOf,
  gatewayName,
  hasMesh,
  ingressGateway,
  ingressGatewayPods,
  istiod,
  listeners,
  MERGED_METRICS_PORT,
} from './address.ts';
import { addGatewayCertificate, GATEWAY_CERTIFICATE } from './gateway-certificate.ts';

/** An entry and what is reached through it. */
interface OpenEntry {
  readonly entry: Entry;
  readonly exposures: readonly Exposure[];
}

/**
 * What stands between the outside and the mesh: load balancers, the gateway's listeners, and who may pass (S0-12, S0-35,
 * S3-11, S3-19).
 */
export const ingress = component({
  name: 'ingress',
  namespace: ingressGateway.namespace,
  wave: waves.policies,
  on: hasMesh,
  routes: (context) => openEntries(context).map((open) => routeOf(context.cluster, open)),
  objects: (chart, context) => {
    const entries = openEntries(context);
    addNetworkPolicy(chart, context, entries);
    if (entries.length === 0) return;
    addGatewayCertificate(chart);
    for (const open of entries) addGateway(chart, open);
    addAuthorizationPolicy(chart, entries);
  },
});

const labels = ownerLabels('platform');

/** The entries through which anything is reached. */
function openEntries(context: Context): readonly OpenEntry[] {
  const all = exposuresOf(context);
  return entriesOf(context.cluster)
    .map((entry) => ({ entry, exposures: all.filter(({ audience }) => audience === entry.audience) }))
    .filter(({ exposures }) => exposures.length > 0);
}

/**
 * The listener of one entry. The load balancer begins TLS anew without saying for which host, so the listener must
 * take any: one that named hosts would refuse every connection. Two Gateways cannot share such a listener, so
 * there is one per entry and not one per product. It takes routes only from the namespaces of what is exposed; which
 * hosts may pass is decided by the policy below.
 */
function addGateway(chart: Chart, { entry: { audience }, exposures }: OpenEntry): void {
  const { port, name } = listeners[audience];
  add(chart, Gateway, {
    metadata: { name: gatewayName(audience), namespace: ingressGateway.namespace, labels },
    spec: {
      selector: { ...ingressGatewayPods.labels },
      servers: [
        {
          port: { number: port, name, protocol: 'HTTPS' },
          tls: {
            mode: TlsMode.SIMPLE,
            credentialName: GATEWAY_CERTIFICATE,
            minProtocolVersion: TlsVersion.TLSV1_UNDERSCORE_2,
          },
          hosts: [...new Set(exposures.map(({ namespace }) => `${namespace}/*`))].sort(),
        },
      ],
    },
  });
}

/** The load balancer encrypts again on the way to the gateway (S3-38), and checks the gateway's own health endpoint. */
function routeOf(cluster: Cluster, { entry, exposures }: OpenEntry): EntryRoute {
  const { targetType } = cluster.ingress;
  const { name, namespace, statusPort, statusNodePort } = ingressGateway;
  return {
    entry,
    name: entry.audience,
    namespace,
    labels,
    rules: hostsOf(exposures).map((host) => ({
      host,
      service: { name, port: listeners[entry.audience].port },
    })),
    targetType,
    protocol: 'HTTPS',
    healthCheck: {
      path: '/healthz/ready',
      port: targetType === 'instance' ? statusNodePort : statusPort,
    },
  };
}

/** The gateway passes on requests for the exposed hosts, each at the listener of its entry, and for no other. */
function addAuthorizationPolicy(chart: Chart, entries: readonly OpenEntry[]): void {
  add(chart, AuthorizationPolicy, {
    metadata: { name: 'allow-exposed-hosts', namespace: ingressGateway.namespace, labels },
    spec: {
      selector: { matchLabels: { ...ingressGatewayPods.labels } },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: entries.map(({ entry: { audience }, exposures }) => ({
        to: [
          {
            operation: {
              hosts: hostsOf(exposures).flatMap((host) => [host, `${host}:*`]),
              ports: [String(listeners[audience].port)],
            },
          },
        ],
      })),
    },
  });
}

/** Requests come from the load balancer's subnets; through a NodePort they have the address of a node. */
function addNetworkPolicy(chart: Chart, context: Context, entries: readonly OpenEntry[]): void {
  const { terraform, ingress } = context.cluster;
  const sources = [
    ...terraform.publicSubnetCidrs,
    ...(ingress.targetType === 'instance' ? terraform.privateSubnetCidrs : []),
  ];
  const exposed = new Set(entries.flatMap(({ exposures }) => exposures.map(({ service }) => service)));
  const workloads = graphOf(context).workloads.filter(({ declaration }) => exposed.has(declaration.name));
  const ports = entries.map(({ entry }) => listeners[entry.audience].port);
  allow(chart, {
    name: `allow-${ingressGateway.name}`,
    pods: ingressGatewayPods,
    labels,
    ingress: [networks(sources, ...ports, ingressGateway.statusPort), prometheus(MERGED_METRICS_PORT)],
    egress: [
      istiod(),
      spanCollector(),
      ...entries.flatMap(({ exposures }) => exposures.map((open) => pods(open.pods, open.port))),
      ...workloads.flatMap((workload) => failoverFlows(workload, context)),
    ],
  });
}

function hostsOf(exposures: readonly Exposure[]): string[] {
  return [...new Set(exposures.map(({ host }) => host))].sort();
}
