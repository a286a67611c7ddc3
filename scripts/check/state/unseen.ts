import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';
import { at, list, textAt } from './read.ts';

/** Whoever runs the cluster installs here what no tree has: its DNS, its add-ons. */
const OF_THE_CLUSTER = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Where add-ons are usually installed, by Helm or by a tool of their own. */
const OF_ADD_ONS =
  /^(?:istio-.+|cert-manager|monitoring|observability|prometheus|grafana|argocd|argo|argo-rollouts|flux-system|keda|external-secrets|sealed-secrets|vault|ingress-nginx|nginx-ingress|traefik|gatekeeper-system|kyverno|velero|karpenter|knative-.+|linkerd.*|logging|metallb-system|longhorn-system|rook-ceph|calico-.+|tigera-operator|cilium.*|openshift-.+|gke-.+|gmp-.+|amazon-.+|aws-.+|opentelemetry.*|tracing|chaos-mesh|crossplane-system|cnpg-system|kafka-operator|strimzi.*|reloader|trivy-system|envoy-gateway-system|projectcontour|kube-.+)$/;

/** Whether somebody may have installed something in a namespace that has no workload in the tree. */
export function isAddOnNamespace(namespace: string): boolean {
  return OF_ADD_ONS.test(namespace);
}

/** Namespaces with something of which the tree has nothing, or no more than the order to install it, such as a Helm chart. */
export const unseenNamespaces = remembered((state: ClusterState): ReadonlySet<string> => {
  const seen = new Set(
    (state.tree.releases ?? []).map(({ release, namespace }) => `${namespace}/${release}`),
  );
  return new Set([
    ...OF_THE_CLUSTER,
    ...state.of('argoproj.io/Application').flatMap(({ name, value }) => {
      const namespace = textAt(value, 'spec', 'destination', 'namespace');
      if (namespace === undefined) return [];
      const sources = [at(value, 'spec', 'source'), ...list(at(value, 'spec', 'sources'))];
      const unseen = sources.some((source) => {
        if (textAt(source, 'chart') === undefined) return false;
        return !seen.has(`${namespace}/${textAt(source, 'helm', 'releaseName') ?? name}`);
      });
      return unseen ? [namespace] : [];
    }),
    ...state
      .of('helm.toolkit.fluxcd.io/HelmRelease', 'helm.cattle.io/HelmChart')
      .map(
        ({ namespace, value }) =>
          textAt(value, 'spec', 'targetNamespace') ?? textAt(value, 'spec', 'storageNamespace') ?? namespace,
      ),
  ]);
});
