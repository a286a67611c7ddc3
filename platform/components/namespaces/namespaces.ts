import { component, restrictedNamespace } from '../../unit/component.ts';
import { loadBalancerTargetsOn } from '../../unit/load-balancer-targets.ts';
import { namespacesOf } from '../../unit/namespaces-of.ts';
import { waves } from '../../unit/waves.ts';
import { graphOf } from '../../workload/graph/graph.ts';
import { ARGOCD_NAMESPACE } from '../argocd/address.ts';
import { addNamespace } from './namespace.ts';
import { addLimitRange, addQuota } from './quota.ts';

/** Every namespace of a cluster, so that all exist before anything has to live in them. */
export const namespaces = component({
  name: 'namespaces',
  namespace: ARGOCD_NAMESPACE,
  // On every cluster: where the hub is another one, an Argo CD of its own may have to start here when that one is lost.
  declares: restrictedNamespace(ARGOCD_NAMESPACE),
  wave: waves.namespaces,
  objects: (chart, context) => {
    const { workloads } = graphOf(context);
    const targets = loadBalancerTargetsOn(context);
    for (const namespace of namespacesOf(context)) {
      addNamespace(chart, namespace, context.cluster, targets);
      // Helm charts of the platform size themselves; only our own workloads are known to the last pod.
      if (namespace.owner === 'platform') continue;
      const placed = workloads.filter((workload) => workload.namespace === namespace.name);
      addQuota(chart, namespace.name, namespace.owner, placed, context);
      addLimitRange(chart, namespace.name, namespace.owner);
    }
  },
});
