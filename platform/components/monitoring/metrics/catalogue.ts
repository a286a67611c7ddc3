import {
  argocd,
  certManager,
  clusterAutoscaler,
  externalSecrets,
  fluentBit,
  gatekeeper,
  karpenter,
  keda,
  monitoring,
  openTelemetryCollector,
  velero,
  victoriaMetrics,
} from './controllers.ts';
import {
  apiServer,
  coreDns,
  kubelet,
  kubeStateMetrics,
  nodeExporter,
  nodeProblemDetector,
} from './kubernetes.ts';
import type { Exporter } from './metric.ts';
import { application, istiod, istioProxy } from './requests.ts';

/**
 * Every metric that a rule or a dashboard may use. A name that nobody exports is not an error in Prometheus: its alert
 * stays silent for ever, and its panel stays empty. So tests hold every expression against this list.
 */
export const exporters: readonly Exporter[] = [
  apiServer,
  application,
  argocd,
  certManager,
  clusterAutoscaler,
  coreDns,
  externalSecrets,
  fluentBit,
  gatekeeper,
  istioProxy,
  istiod,
  karpenter,
  keda,
  kubeStateMetrics,
  kubelet,
  monitoring,
  nodeExporter,
  nodeProblemDetector,
  openTelemetryCollector,
  velero,
  victoriaMetrics,
];
