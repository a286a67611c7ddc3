import { didYouMean } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { membershipIn, meshInstallation } from '../../state/mesh.ts';
import { lookUp } from '../../state/mesh-hosts.ts';
import { textAt } from '../../state/read.ts';
import { servicesIn } from '../../state/service-ports.ts';
import { destinationRulesIn } from './destination-rules.ts';
import { CART } from './sample.ts';

const rule = (namespace: string) => `---
apiVersion: v1
kind: Namespace
metadata: { name: other }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: ${namespace} }
spec: { host: cart.shop.svc.cluster.local, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
`;

/** A proxy looks in its own namespace, in that of the Service and in the root, and nowhere else. */
export const ruleNotSeen: ClusterRule = {
  id: 'destination-rule-in-third-namespace',
  severity: 'warning',
  summary: 'A DestinationRule in a namespace that is neither that of the Service nor that of a caller',
  breaks: 'No proxy looks there: its limits, ejection, TLS and subsets hold for nobody.',
  failing: CART + rule('other'),
  passing: CART + rule('shop'),
  *judge(state) {
    const services = servicesIn(state);
    const root = textAt(meshInstallation(state).meshConfig, 'rootNamespace') ?? 'istio-system';
    for (const { resource, host } of destinationRulesIn(state)) {
      const [name = '', namespace, kind] = host.split('.');
      if (namespace === undefined || (kind !== undefined && kind !== 'svc')) continue;
      const own = resource.namespace;
      if (own === namespace || own === root || !services.has(`${namespace}/${name}`)) continue;
      if (lookUp(state, host, own).status === 'missing') continue;
      // Which calls applications make is not all known; of a gateway its routes say it.
      const callers = state.workloadsIn(own).map((workload) => membershipIn(state, workload));
      if (callers.some((membership) => membership !== 'none' && membership !== 'gateway')) continue;
      if (callers.length > 0 && isRoutedTo(state, own, { name, namespace })) continue;
      yield {
        resource,
        path: ['metadata', 'namespace'],
        message: `The rule for ${host} stands in ${own}, and proxies look for it in ${namespace} and in their own namespace: those elsewhere do not see it.`,
        fix: `Write namespace: ${namespace}${didYouMean(own, [namespace])}.`,
      };
    }
  },
};

/** Whether a route of a namespace, or at a Gateway of it, names a Service. */
function isRoutedTo(
  state: ClusterState,
  own: string,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): boolean {
  return state
    .of('networking.istio.io/VirtualService', 'gateway.networking.k8s.io/HTTPRoute')
    .some((route) => {
      const said = JSON.stringify(route.value.spec) ?? '';
      if (route.namespace !== own && !said.includes(`"${own}`)) return false;
      return said.includes(`${name}.${namespace}`) || said.includes(`"${name}"`);
    });
}
