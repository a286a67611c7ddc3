import { AuthorizationPolicy, AuthorizationPolicySpecAction, Gateway } from '@cdk8s/istio';
import type { Chart } from 'cdk8s';
import { add } from '../constructs/manifest.ts';
import { namespaceLabels } from '../constructs/namespace/namespace.ts';
import { istiod, networks, pods, prometheus, spanCollector } from '../constructs/network/flows.ts';
import { allow } from '../constructs/network/network-policy.ts';
import { endpointOf, graphOf } from '../constructs/service/graph.ts';
import { failoverFlows } from '../constructs/service/linked-clusters.ts';
import type { Context, Unit } from '../constructs/unit.ts';
import { waves } from '../constructs/waves.ts';
import { type Exposure, exposuresOf } from './exposures.ts';
import { gatewayOf, ingressGateway, ingressGatewayPods } from './ingress-gateway.ts';
import { publicLoadBalancer } from './public-load-balancer.ts';

/** The unit between the Internet and the mesh: load balancer, gateways by product, and who may pass (S0-12, S0-35). */
export function ingress(clusters: readonly string[]): Unit {
  return {
    name: 'ingress',
    project: 'platform',
    namespace: ingressGateway.namespace,
    wave: waves.policies,
    clusters,
    build: (chart, context) => {
      const exposures = exposuresOf(context);
      addNetworkPolicy(chart, context, exposures);
      if (exposures.length === 0) return;
      addGateways(chart, exposures);
      addAuthorizationPolicy(chart, exposures);
      publicLoadBalancer(chart, context.cluster, hostsOf(exposures));
    },
  };
}

const labels = namespaceLabels('platform');

/** One Gateway a product. It takes a host only from the namespace that the exposed service lives in. */
function addGateways(chart: Chart, exposures: readonly Exposure[]): void {
  for (const product of new Set(exposures.map((exposure) => exposure.product))) {
    const own = exposures.filter((exposure) => exposure.product === product);
    add(chart, Gateway, {
      metadata: {
        name: gatewayOf(product).split('/')[1] ?? product,
        namespace: ingressGateway.namespace,
        labels,
      },
      spec: {
        selector: { ...ingressGatewayPods.labels },
        servers: [
          {
            port: { number: ingressGateway.httpPort, name: 'http', protocol: 'HTTP' },
            hosts: [...new Set(own.map(({ namespace, host }) => `${namespace}/${host}`))].sort(),
          },
        ],
      },
    });
  }
}

/** The gateway passes on requests for the exposed hosts and for no other. */
function addAuthorizationPolicy(chart: Chart, exposures: readonly Exposure[]): void {
  add(chart, AuthorizationPolicy, {
    metadata: { name: 'allow-exposed-hosts', namespace: ingressGateway.namespace, labels },
    spec: {
      selector: { matchLabels: { ...ingressGatewayPods.labels } },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: [{ to: [{ operation: { hosts: hostsOf(exposures).flatMap((host) => [host, `${host}:*`]) } }] }],
    },
  });
}

/** Requests come from the load balancer's subnets; through a NodePort they have the address of a node. */
function addNetworkPolicy(chart: Chart, context: Context, exposures: readonly Exposure[]): void {
  const { terraform, ingress } = context.cluster;
  const sources = [
    ...terraform.publicSubnetCidrs,
    ...(ingress.targetType === 'instance' ? terraform.privateSubnetCidrs : []),
  ];
  const exposed = new Set(exposures.map(({ service }) => service));
  const services = graphOf(context).workloads.filter(({ declaration }) => exposed.has(declaration.name));
  allow(chart, {
    name: `allow-${ingressGateway.name}`,
    pods: ingressGatewayPods,
    labels,
    ingress: [networks(sources, ingressGateway.httpPort, ingressGateway.statusPort), prometheus(15020)],
    egress: [
      istiod(),
      spanCollector(),
      ...services.flatMap((workload) => {
        const endpoint = endpointOf(workload);
        return [pods(endpoint, endpoint.containerPort), ...failoverFlows(workload, context)];
      }),
    ],
  });
}

function hostsOf(exposures: readonly Exposure[]): string[] {
  return [...new Set(exposures.map(({ host }) => host))].sort();
}
