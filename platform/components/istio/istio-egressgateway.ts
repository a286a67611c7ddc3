import {
  AuthorizationPolicy,
  AuthorizationPolicySpecAction,
  Gateway,
  ServiceEntrySpecLocation as Location,
  ServiceEntrySpecResolution as Resolution,
  ServiceEntry,
  GatewaySpecServersTlsMode as TlsMode,
  VirtualService,
} from '@cdk8s/istio';
import type { Chart } from 'cdk8s';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import type { Endpoint } from '../../kit/network/endpoint.ts';
import { pods, publicHttps } from '../../kit/network/flows.ts';
import { component } from '../../unit/component.ts';
import { addMergedMetricsMonitor } from '../../unit/merged-metrics.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { namesCalled } from '../../workload/declaration/calls.ts';
import { endpointOf, graphOf } from '../../workload/graph/graph.ts';
import {
  egressGateway,
  egressGatewayOf,
  egressGatewayPods,
  hasEgressGateway,
  MERGED_METRICS_PORT,
  principal,
  sourcesOf,
} from './address.ts';
import { gatewayChart, gatewayReplicas, gatewayValues } from './gateway.ts';

/** A host outside that workloads of the cluster call, and who does. */
interface CalledHost {
  readonly name: string;
  readonly host: string;
  readonly callers: readonly Endpoint[];
}

/**
 * The one way to the Internet (S0-82, X-63): workloads connect to it by mTLS, each is let through to the hosts that it
 * declared and to no other, and the pods behind it are the only ones with a policy for public addresses. The TLS that
 * the application began passes inside, unread.
 */
export const istioEgressgateway = component({
  name: egressGateway.name,
  namespace: egressGateway.namespace,
  wave: waves.policies,
  on: hasEgressGateway,
  chart: gatewayChart,
  values: ({ cluster }) => ({
    ...gatewayValues(cluster, egressGatewayPods, gatewayReplicas(cluster, 2)),
    service: {
      type: 'ClusterIP',
      ports: [{ name: 'tls', port: egressGateway.port, targetPort: egressGateway.port, protocol: 'TCP' }],
    },
  }),
  pods: (context) => {
    const callers = calledHosts(context).flatMap((called) => called.callers);
    return [
      {
        name: egressGateway.name,
        labels: egressGatewayPods.labels,
        ingress: callers.map((caller) => pods(caller, egressGateway.port)),
        egress: callers.length > 0 ? [publicHttps()] : [],
        metrics: [MERGED_METRICS_PORT],
      },
    ];
  },
  objects: (chart, context) => {
    addMergedMetricsMonitor(chart, egressGateway.name, egressGatewayPods);
    const called = calledHosts(context);
    for (const host of called) addWayOut(chart, host);
    if (called.length > 0) addAuthorizationPolicy(chart, called, context);
  },
});

function calledHosts(context: Context): readonly CalledHost[] {
  const { workloads } = graphOf(context);
  return Object.entries(context.cluster.externalHosts)
    .map(([name, host]) => ({
      name,
      host,
      callers: workloads
        .filter(({ declaration }) => namesCalled(declaration, 'external').includes(name))
        .map(endpointOf),
    }))
    .filter(({ callers }) => callers.length > 0)
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** What the gateway itself knows of a host: it ends the mTLS of the mesh, and passes what was inside on. */
function addWayOut(chart: Chart, { name, host }: CalledHost): void {
  const { namespace, port } = egressGateway;
  const metadata = { name: egressGatewayOf(name), namespace, labels: ownerLabels('platform') };
  add(chart, ServiceEntry, {
    metadata,
    spec: {
      hosts: [host],
      exportTo: ['.'],
      location: Location.MESH_UNDERSCORE_EXTERNAL,
      resolution: Resolution.DNS,
      ports: [{ number: port, name: 'tls-443', protocol: 'TLS' }],
    },
  });
  add(chart, Gateway, {
    metadata,
    spec: {
      selector: { ...egressGatewayPods.labels },
      servers: [
        {
          port: { number: port, name: `tls-${name}`, protocol: 'TLS' },
          hosts: [host],
          tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL },
        },
      ],
    },
  });
  add(chart, VirtualService, {
    metadata,
    spec: {
      hosts: [host],
      exportTo: ['.'],
      gateways: [metadata.name],
      tcp: [{ match: [{ port }], route: [{ destination: { host, port: { number: port } } }] }],
    },
  });
}

/** Who may reach which host: the identity of the caller, and the name that it asks for. */
function addAuthorizationPolicy(chart: Chart, called: readonly CalledHost[], { cluster }: Context): void {
  add(chart, AuthorizationPolicy, {
    metadata: {
      name: 'allow-declared-hosts',
      namespace: egressGateway.namespace,
      labels: ownerLabels('platform'),
    },
    spec: {
      selector: { matchLabels: { ...egressGatewayPods.labels } },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: called.map(({ host, callers }) => ({
        from: sourcesOf(
          cluster,
          callers.map((caller) => principal(cluster, caller)),
        ).map((source) => ({ source })),
        when: [{ key: 'connection.sni', values: [host] }],
      })),
    },
  });
}
