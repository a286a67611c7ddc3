import { AuthorizationPolicy, PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '@cdk8s/istio';
import { add } from '../constructs/manifest.ts';
import { isMeshed, namespaceLabels } from '../constructs/namespace/namespace.ts';
import type { Unit } from '../constructs/unit.ts';
import { waves } from '../constructs/waves.ts';
import { namespacesOf } from '../namespaces/namespaces.ts';

/**
 * The unit that closes the mesh: only mTLS is accepted, and nobody may call anybody until a service's own policy
 * says so (S0-04, S0-05, X-60).
 */
export function meshPolicies(clusters: readonly string[]): Unit {
  return {
    name: 'mesh-policies',
    project: 'platform',
    namespace: 'istio-system',
    wave: waves.policies,
    clusters,
    build: (chart, context) => {
      const labels = namespaceLabels('platform');
      add(chart, PeerAuthentication, {
        metadata: { name: 'default', namespace: 'istio-system', labels },
        spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
      });
      for (const namespace of namespacesOf(context)) {
        if (!isMeshed(namespace, context.cluster)) continue;
        add(chart, AuthorizationPolicy, {
          metadata: {
            name: 'allow-nothing',
            namespace: namespace.name,
            labels: namespaceLabels(namespace.owner),
          },
          spec: {},
        });
      }
    },
  };
}
