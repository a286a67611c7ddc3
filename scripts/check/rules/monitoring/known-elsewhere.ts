/** Namespaces in which platforms put what many clusters share; a tree may speak of them and have nothing of them. */
const NAMESPACES =
  /^(?:kube-.*|default|monitoring|observability|istio-.*|argocd|cert-manager|external-secrets|keda|ingress-nginx|linkerd.*|logging|tracing|velero|karpenter|flux-system|gatekeeper-system|knative-.*|openshift-.*|prometheus|grafana|loki|tempo)$/;

export function isNamespaceElsewhere(name: string): boolean {
  return NAMESPACES.test(name);
}

/** Jobs that scrape what every cluster has. */
const JOBS =
  /(?:^|[/-])(?:kubelet|apiserver|kube-.*|node-exporter|.*-node-exporter|.*kube-state-metrics|cadvisor|coredns|prometheus.*|alertmanager.*|grafana.*|thanos.*|loki.*|etcd|istiod|istio-.*|envoy-stats.*|blackbox.*|pushgateway.*|kubernetes-.*|argocd-.*|cert-manager.*|keda.*|external-secrets.*|karpenter.*|ingress-nginx.*|.*-operator)$/;

export function isJobElsewhere(name: string): boolean {
  return JOBS.test(name);
}
