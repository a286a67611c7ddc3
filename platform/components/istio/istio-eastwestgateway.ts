import { Gateway, GatewaySpecServersTlsMode as TlsMode } from '@cdk8s/istio';
import type { Cluster, Fleet } from '../../../clusters/index.ts';
import { EASTWEST_ENDING } from '../../../clusters/layout.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { DEREGISTRATION_SECONDS } from '../../kit/load-balancer/application-load-balancer.ts';
import { add } from '../../kit/manifest.ts';
import { serviceHost } from '../../kit/names.ts';
import { networks, pods } from '../../kit/network/flows.ts';
import { component } from '../../unit/component.ts';
import { addMergedMetricsMonitor } from '../../unit/merged-metrics.ts';
import type { Context } from '../../unit/unit.ts';
import { waves } from '../../unit/waves.ts';
import { endpointOf } from '../../workload/graph/graph.ts';
import { linkedClustersOf, servicesOpenToLinked } from '../../workload/graph/linked-clusters.ts';
import { eastWestGateway, eastWestGatewayPods, MERGED_METRICS_PORT } from './address.ts';
import { gatewayChart, gatewayReplicas, gatewayValues } from './gateway.ts';

/**
 * The entry of linked clusters to this one's mesh (S0-46), behind an internal Network Load Balancer whose name
 * Terraform prints as `eastwest_gateway_hostname` (S0-51). It passes mTLS on without ending it: caller and callee
 * identify each other, across clusters too.
 */
export const istioEastwestgateway = component({
  name: eastWestGateway.name,
  namespace: eastWestGateway.namespace,
  wave: waves.policies,
  on: isLinked,
  exemptions: [
    {
      policies: ['NoOpenServices'],
      reason:
        'The east-west gateway: its Service asks for the internal load balancer of linked clusters (S0-51).',
    },
  ],
  chart: gatewayChart,
  values: (context) => {
    const { cluster } = context;
    const network = cluster.mesh?.network ?? '';
    return {
      ...gatewayValues(cluster, eastWestGatewayPods, gatewayReplicas(cluster, 3)),
      labels: { 'topology.istio.io/network': network },
      // It sees the pods of its own network only. Otherwise a service that fails over both ways would be sent back
      // to where the request came from, for ever.
      env: { ISTIO_META_REQUESTED_NETWORK_VIEW: network },
      service: serviceOf(context),
    };
  },
  pods: (context) => [
    {
      name: eastWestGateway.name,
      labels: eastWestGatewayPods.labels,
      // The load balancer's own addresses: it admits only the linked networks (`loadBalancerSourceRanges`).
      ingress: [
        networks(
          context.cluster.terraform.privateSubnetCidrs,
          eastWestGateway.port,
          eastWestGateway.statusPort,
        ),
      ],
      egress: servicesOpenToLinked(context).map((workload) => {
        const endpoint = endpointOf(workload);
        return pods(endpoint, endpoint.containerPort);
      }),
      metrics: [MERGED_METRICS_PORT],
    },
  ],
  objects: (chart, context) => {
    addMergedMetricsMonitor(chart, eastWestGateway.name, eastWestGatewayPods);
    const open = servicesOpenToLinked(context);
    if (open.length === 0) return;
    add(chart, Gateway, {
      metadata: {
        name: 'cross-network',
        namespace: eastWestGateway.namespace,
        labels: ownerLabels('platform'),
      },
      spec: {
        selector: { ...eastWestGatewayPods.labels },
        servers: [
          {
            port: { number: eastWestGateway.port, name: 'tls', protocol: 'TLS' },
            tls: { mode: TlsMode.AUTO_UNDERSCORE_PASSTHROUGH },
            // Each by its name: a wildcard would open every service of the mesh.
            hosts: open.map(({ declaration, namespace }) => serviceHost(declaration.name, namespace)).sort(),
          },
        ],
      },
    });
  },
});

function isLinked(cluster: Cluster, fleet: Fleet): boolean {
  return linkedClustersOf({ cluster, fleet }).length > 0;
}

/** Pods as targets: a port on every node would be one more hop, often into another zone. */
function serviceOf(context: Context) {
  const { cluster } = context;
  const { port, statusPort } = eastWestGateway;
  const annotations = {
    type: 'external',
    scheme: 'internal',
    name: `${cluster.name}${EASTWEST_ENDING}`,
    'nlb-target-type': 'ip',
    subnets: cluster.terraform.privateSubnetIds.join(','),
    'healthcheck-protocol': 'HTTP',
    'healthcheck-port': String(statusPort),
    'healthcheck-path': '/healthz/ready',
    attributes:
      'load_balancing.cross_zone.enabled=true,zonal_shift.config.enabled=true,deletion_protection.enabled=true',
    'target-group-attributes': `preserve_client_ip.enabled=false,deregistration_delay.timeout_seconds=${DEREGISTRATION_SECONDS}`,
  };
  return {
    type: 'LoadBalancer',
    loadBalancerClass: 'service.k8s.aws/nlb',
    allocateLoadBalancerNodePorts: false,
    loadBalancerSourceRanges: linkedClustersOf(context).flatMap(
      ({ terraform }) => terraform.privateSubnetCidrs,
    ),
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `service.beta.kubernetes.io/aws-load-balancer-${key}`,
        value,
      ]),
    ),
    // Named here: with the chart's own list the control plane's ports would be open to linked clusters as well.
    ports: [{ name: 'tls', port, targetPort: port, protocol: 'TCP' }],
  };
}
