import { containsLabels } from '../../../cluster-model/objects/selector.ts';
import type { ClusterRule } from '../../rule.ts';
import { at, textsAt } from '../../state/read.ts';
import { CART } from './sample.ts';

const AUTHENTICATION = `---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, jwtRules: [{ issuer: https://login.example.com, jwksUri: https://login.example.com/keys }] }
`;
const policy = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }] }
`;

/** A RequestAuthentication refuses wrong tokens, and lets whoever has none pass. */
export const tokenNotDemanded: ClusterRule = {
  id: 'token-not-demanded',
  severity: 'warning',
  summary: 'A RequestAuthentication for pods of which no policy demands a token',
  breaks: 'Requests without a token pass: the check holds only for those who bring one.',
  failing: CART + AUTHENTICATION,
  passing: CART + AUTHENTICATION + policy,
  *judge(state) {
    const policies = state
      .of('security.istio.io/AuthorizationPolicy')
      .filter(({ value }) => /equestPrincipals|request\.auth\./.test(JSON.stringify(value)));
    for (const resource of state.of('security.istio.io/RequestAuthentication')) {
      if (
        at(resource.value, 'spec', 'targetRefs') !== undefined ||
        at(resource.value, 'spec', 'targetRef') !== undefined
      )
        continue;
      const selector = textsAt(resource.value, 'spec', 'selector', 'matchLabels');
      const workloads = state
        .workloadsIn(resource.namespace)
        .filter(({ labels }) => containsLabels(labels, selector));
      if (workloads.length === 0) continue;
      const isDemanded = policies.some(
        ({ namespace, value }) =>
          (namespace === resource.namespace || namespace === 'istio-system') &&
          workloads.some(({ labels }) =>
            containsLabels(labels, textsAt(value, 'spec', 'selector', 'matchLabels')),
          ),
      );
      // Routes may go by claims, where a token is welcome and not demanded.
      const isRouted = state
        .of('networking.istio.io/VirtualService')
        .some(({ value }) => JSON.stringify(value).includes('@request.auth.claims'));
      if (isDemanded || isRouted) continue;
      yield {
        resource,
        path: ['spec'],
        message: `No AuthorizationPolicy for the pods of ${workloads[0]?.kind} ${workloads[0]?.namespace}/${workloads[0]?.name} asks for a token: requests without one pass.`,
        fix: 'Add an AuthorizationPolicy with action DENY and notRequestPrincipals: ["*"], or ALLOW with requestPrincipals.',
      };
    }
  },
};
