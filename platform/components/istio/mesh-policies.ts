import { AuthorizationPolicy, PeerAuthentication, PeerAuthenticationSpecMtlsMode } from '@cdk8s/istio';
import type { Chart } from 'cdk8s';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { isMeshed } from '../../kit/namespace.ts';
import { component } from '../../unit/component.ts';
import { namespacesOf } from '../../unit/namespaces-of.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh, ISTIO_NAMESPACE } from './address.ts';

/**
 * Closes the mesh: only mTLS is accepted, and nobody may call anybody until a service's own policy
 * says so (S0-04, S0-05, X-60).
 */
export const meshPolicies = component({
  name: 'mesh-policies',
  namespace: ISTIO_NAMESPACE,
  wave: waves.policies,
  on: hasMesh,
  objects: (chart, context) => {
    const labels = ownerLabels('platform');
    addPeerAuthentication(chart, ISTIO_NAMESPACE, labels);
    for (const namespace of namespacesOf(context)) {
      if (!isMeshed(namespace, context.cluster)) continue;
      add(chart, AuthorizationPolicy, {
        metadata: {
          name: 'allow-nothing',
          namespace: namespace.name,
          labels: ownerLabels(namespace.owner),
        },
        spec: {},
      });
      if (namespace.name === ISTIO_NAMESPACE) continue;
      addPeerAuthentication(chart, namespace.name, ownerLabels(namespace.owner));
    }
  },
});

/** In the root namespace it applies to the whole mesh; in each other namespace it says so where people look (S3-41). */
function addPeerAuthentication(
  chart: Chart,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): void {
  add(chart, PeerAuthentication, {
    metadata: { name: 'default', namespace, labels: { ...labels } },
    spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
  });
}
