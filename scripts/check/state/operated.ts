import type { ClusterState } from './cluster-state.ts';
import { remembered } from './memory.ts';

/** Groups of custom resources of which nobody makes pods that the tree does not know. */
const WITHOUT_PODS =
  /(?:^|\.)(?:k8s\.io|istio\.io|keda\.sh|external-secrets\.io|cert-manager\.io|bitnami\.com|gatekeeper\.sh|kyverno\.io|fluxcd\.io|sigs\.k8s\.io|k8s\.aws|karpenter\.sh|x-k8s\.io|aws\.upbound\.io|snapshot\.storage\.k8s\.io|grafana\.integreatly\.org)$/;
const KINDS_WITHOUT_PODS = new Set([
  'monitoring.coreos.com/ServiceMonitor',
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/PrometheusRule',
  'monitoring.coreos.com/Probe',
  'monitoring.coreos.com/ScrapeConfig',
  'monitoring.coreos.com/AlertmanagerConfig',
  // Their pods are among the workloads.
  'monitoring.coreos.com/Prometheus',
  'monitoring.coreos.com/Alertmanager',
  'argoproj.io/Application',
  'argoproj.io/ApplicationSet',
  'argoproj.io/AppProject',
  'argoproj.io/Rollout',
  'argoproj.io/AnalysisTemplate',
]);

/** Namespaces with a custom resource of which an operator may make pods and Services that the tree does not have. */
export const operatedNamespaces = remembered((state: ClusterState): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { group, kind, namespace } of state.resources) {
    if (namespace === '' || !group.includes('.') || WITHOUT_PODS.test(group)) continue;
    if (!KINDS_WITHOUT_PODS.has(`${group}/${kind}`)) found.add(namespace);
  }
  return found;
});
