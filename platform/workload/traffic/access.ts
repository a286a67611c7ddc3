import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import {
  eastWestGatewayPods,
  ingressGateway,
  ingressGatewayPods,
  principalIn,
  sourcesOf,
} from '../../components/istio/address.ts';
import { prometheus } from '../../components/monitoring/address.ts';
import { add } from '../../kit/manifest.ts';
import { type Flow, networks, pods } from '../../kit/network/flows.ts';
import { allow } from '../../kit/network/network-policy.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import { type LinkedCaller, linkedCallersOf } from '../graph/linked-clusters.ts';
import type { Placement, RunningPlacement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';
import { scrapedMetrics } from '../watching/metrics.ts';
import { requestPrincipalsOf } from './authentication.ts';

/** The NetworkPolicy of a workload: its callers in, what it calls out, Prometheus at its metrics. */
export function addNetworkPolicy(scope: Construct, placement: Placement): void {
  const { declaration, namespace, destinations } = placement;
  allow(scope, {
    name: `allow-${declaration.name}`,
    pods: { namespace, labels: selectorOf(placement) },
    labels: objectLabels(placement),
    // A job has ended before anybody could ask it for anything.
    ingress: declaration.kind === 'job' ? [] : ingressOf({ ...placement, declaration }),
    egress: destinations.flatMap(({ flows }) => flows),
  });
}

function ingressOf(placement: RunningPlacement): readonly Flow[] {
  const { declaration, callers, context } = placement;
  const serving =
    declaration.kind === 'service'
      ? [
          ...(declaration.exposes ? [entryOf(placement, declaration.port)] : []),
          ...callers.map((caller) => pods(caller, declaration.port)),
          ...(linkedCallersOf(placement, context).length > 0
            ? [pods(eastWestGatewayPods, declaration.port)]
            : []),
        ]
      : [];
  return [...serving, prometheus(scrapedMetrics(placement).port)];
}

/** Where requests of the public come from: the mesh's gateway, or outside the mesh the load balancer itself. */
function entryOf({ sidecar, context }: RunningPlacement, port: number): Flow {
  return sidecar === undefined
    ? networks(context.cluster.terraform.publicSubnetCidrs, port)
    : pods(ingressGatewayPods, port);
}

/**
 * The AuthorizationPolicy of a service in the mesh: the identities of its callers, on its port. What it does not
 * name stays refused by the namespace's own policy. A service that requires the token of a customer takes nothing
 * from a gateway without one.
 */
export function addAuthorizationPolicy(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace, callers, context } = placement;
  const trustDomain = context.cluster.mesh?.trustDomain ?? 'cluster.local';
  const gateways = declaration.exposes === undefined ? [] : [{ ...ingressGateway, trustDomain }];
  const everybody = [
    ...gateways,
    ...callers.map((caller) => ({ ...caller, trustDomain })),
    ...linkedCallersOf(placement, context),
  ];
  const exactly = (callers: readonly LinkedCaller[]) => sourcesOf(context.cluster, principalsOf(callers));
  const isGateway = ({ serviceAccount }: LinkedCaller) => serviceAccount === ingressGateway.serviceAccount;
  const requestPrincipals = requestPrincipalsOf(declaration, context.cluster);
  const known = everybody.filter((caller) => requestPrincipals.length === 0 || !isGateway(caller));
  const strangers = everybody.filter((caller) => !known.includes(caller));
  const sources = [
    ...exactly(strangers).map((source) => ({ ...source, requestPrincipals })),
    ...exactly(known),
  ];
  const rules = sources.map((source) => ({
    from: [{ source }],
    to: [{ operation: { ports: [String(declaration.port)] } }],
  }));
  if (rules.length === 0) return;
  add(scope, AuthorizationPolicy, {
    metadata: { name: `allow-${declaration.name}`, namespace, labels: objectLabels(placement) },
    spec: {
      selector: { matchLabels: selectorOf(placement) },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules,
    },
  });
}

function principalsOf(callers: readonly LinkedCaller[]): string[] {
  return [...new Set(callers.map((caller) => principalIn(caller.trustDomain, caller)))];
}
