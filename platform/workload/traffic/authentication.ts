import { RequestAuthentication } from '@cdk8s/istio';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { add } from '../../kit/manifest.ts';
import type { ServiceDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels, selectorOf } from '../labels.ts';

/**
 * Checks the token of a customer before the application sees the request (S0-05): a false or stale one is refused with
 * 401. The AuthorizationPolicy makes sure that a request without a token is refused as well.
 *
 * @throws when the cluster has no issuer, or nobody outside can reach the service
 */
export function addAuthentication(scope: Construct, placement: Placement<ServiceDeclaration>): void {
  const { declaration, namespace, context } = placement;
  const { name, authentication, exposes } = declaration;
  if (authentication === undefined) return;
  if (exposes === undefined) {
    throw new Error(
      `${name}: authentication is for requests from outside, and the service is not exposed. Take it out: callers in the mesh are known by their certificates.`,
    );
  }
  const { issuer, jwksUri, audience } = customerTokensOf(name, context.cluster);
  add(scope, RequestAuthentication, {
    metadata: { name, namespace, labels: objectLabels(placement) },
    spec: {
      selector: { matchLabels: selectorOf(placement) },
      // The application sees the token too: it has to know whose request this is.
      jwtRules: [{ issuer, jwksUri, audiences: [audience], forwardOriginalToken: true }],
    },
  });
}

/** What a request from outside has to prove, besides where it came from. */
export function requestPrincipalsOf(
  { name, authentication }: ServiceDeclaration,
  cluster: Cluster,
): string[] {
  return authentication === undefined ? [] : [`${customerTokensOf(name, cluster).issuer}/*`];
}

function customerTokensOf(service: string, { name, customerTokens }: Cluster) {
  if (customerTokens !== undefined) return customerTokens;
  throw new Error(
    `clusters/${name}/cluster.yaml has no customerTokens, by which ${service} wants to authenticate. Add the issuer, or take authentication out.`,
  );
}
