import { component } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasMesh, ISTIO_NAMESPACE } from './address.ts';
import { newestVersion, rootRevision } from './revision.ts';

/** Istio's custom resource definitions, before anything that uses them. */
export const istioBase = component({
  name: 'istio-base',
  namespace: ISTIO_NAMESPACE,
  // istiod itself declares that it takes no sidecar; the gateway is a proxy.
  declares: { name: ISTIO_NAMESPACE, mesh: true, owner: 'platform', podSecurity: 'restricted' },
  wave: waves.definitions,
  on: hasMesh,
  chart: { name: 'base', version: newestVersion },
  values: ({ cluster }) => ({
    // The control plane that checks objects that name no revision.
    defaultRevision: rootRevision(cluster),
  }),
});
