import { AuthorizationPolicy, AuthorizationPolicySpecAction } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import { ingressGateway, ingressGatewayPods } from '../../istio/ingress-gateway.ts';
import { principal } from '../../istio/principal.ts';
import { add } from '../manifest.ts';
import { type Flow, pods, prometheus } from '../network/flows.ts';
import { allow } from '../network/network-policy.ts';
import type { WorkloadDeclaration } from './declaration.ts';
import { objectLabels, selectorOf } from './labels.ts';
import { scrapedMetrics } from './metrics.ts';
import type { Placement, RunningPlacement } from './placement.ts';

/** The NetworkPolicy of a workload: its callers in, what it calls out, Prometheus at its metrics (design §6). */
export function addNetworkPolicy(scope: Construct, placement: Placement): void {
  const { declaration, namespace, destinations } = placement;
  allow(scope, {
    name: `allow-${declaration.name}`,
    pods: { namespace, labels: selectorOf(placement) },
    labels: objectLabels(placement),
    // A job is over before anybody would ask it for anything.
    ingress: declaration.kind === 'job' ? [] : ingressOf({ ...placement, declaration }),
    egress: destinations.flatMap(({ flows }) => flows),
  });
}

function ingressOf(placement: RunningPlacement): readonly Flow[] {
  const { declaration, callers } = placement;
  const serving =
    declaration.kind === 'service'
      ? [
          ...(declaration.exposes ? [pods(ingressGatewayPods, declaration.port)] : []),
          ...callers.map((caller) => pods(caller, declaration.port)),
        ]
      : [];
  return [...serving, prometheus(scrapedMetrics(placement).port)];
}

/**
 * The AuthorizationPolicy of a service in the mesh: the identities of its callers, on its port. What it does not
 * name stays refused by the namespace's own policy.
 */
export function addAuthorizationPolicy(scope: Construct, placement: Placement, port: number): void {
  const { declaration, namespace } = placement;
  const principals = principalsOf(declaration, placement);
  if (principals.length === 0) return;
  add(scope, AuthorizationPolicy, {
    metadata: { name: `allow-${declaration.name}`, namespace, labels: objectLabels(placement) },
    spec: {
      selector: { matchLabels: selectorOf(placement) },
      action: AuthorizationPolicySpecAction.ALLOW,
      rules: [{ from: [{ source: { principals } }], to: [{ operation: { ports: [String(port)] } }] }],
    },
  });
}

function principalsOf(declaration: WorkloadDeclaration, { callers, context }: Placement): string[] {
  const gateway = {
    namespace: ingressGateway.namespace,
    serviceAccount: ingressGateway.serviceAccount,
  };
  const exposed = declaration.kind === 'service' && declaration.exposes !== undefined;
  return [...(exposed ? [gateway] : []), ...callers].map((caller) => principal(context.cluster, caller));
}
