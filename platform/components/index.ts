import type { Fleet } from '../../clusters/index.ts';
import { unitOf } from '../unit/component.ts';
import type { Component, PlatformComponent } from '../unit/component-declaration.ts';
import type { Unit } from '../unit/unit.ts';
import { argocd } from './argocd/argocd.ts';
import { awsEbsCsiDriver } from './aws-ebs-csi-driver/aws-ebs-csi-driver.ts';
import { awsLoadBalancerController } from './aws-load-balancer-controller/aws-load-balancer-controller.ts';
import { awsPrivatecaIssuer } from './aws-privateca-issuer/aws-privateca-issuer.ts';
import { certManager } from './cert-manager/cert-manager.ts';
import { certificateAuthority } from './cert-manager/certificate-authority.ts';
import { chaosMesh } from './chaos-mesh/chaos-mesh.ts';
import { clusterAlerts } from './cluster-alerts/cluster-alerts.ts';
import { clusterAutoscaler } from './cluster-autoscaler/cluster-autoscaler.ts';
import { externalSecrets } from './external-secrets/external-secrets.ts';
import { fluentBit } from './fluent-bit/fluent-bit.ts';
import { gatekeeper } from './gatekeeper/gatekeeper.ts';
import { grafanaDashboards } from './grafana/grafana.ts';
import { istioBase } from './istio/istio-base.ts';
import { istioCni } from './istio/istio-cni.ts';
import { istioEastwestgateway } from './istio/istio-eastwestgateway.ts';
import { istioEgressgateway } from './istio/istio-egressgateway.ts';
import { istioIngressgateway } from './istio/istio-ingressgateway.ts';
import { istiod } from './istio/istiod.ts';
import { istioCsr } from './istio-csr/istio-csr.ts';
import { karpenter } from './karpenter/karpenter.ts';
import { nodePools } from './karpenter/node-pools.ts';
import { keda } from './keda/keda.ts';
import { keycloak } from './keycloak/keycloak.ts';
import { meshView } from './kiali/kiali.ts';
import { kubeBench } from './kube-bench/kube-bench.ts';
import { metricsServer } from './metrics-server/metrics-server.ts';
import { alertmanager } from './monitoring/alertmanager.ts';
import { kubePrometheusStack } from './monitoring/kube-prometheus-stack.ts';
import { prometheusOperatorCrds } from './monitoring/prometheus-operator-crds.ts';
import { nodeExporter } from './node-exporter/node-exporter.ts';
import { nodeProblemDetector } from './node-problem-detector/node-problem-detector.ts';
import { opentelemetryCollector } from './opentelemetry-collector/opentelemetry-collector.ts';
import { reloader } from './reloader/reloader.ts';
import { staffTools } from './staff-tools/staff-tools.ts';
import { temporal, temporalStore } from './temporal/temporal.ts';
import { velero } from './velero/velero.ts';
import { verticalPodAutoscaler } from './vertical-pod-autoscaler/vertical-pod-autoscaler.ts';
import { victoriaMetricsStore } from './victoria-metrics/victoria-metrics.ts';

const definitions: readonly Component[] = [istioBase, prometheusOperatorCrds];

const controllers: readonly PlatformComponent[] = [
  alertmanager,
  awsEbsCsiDriver,
  awsLoadBalancerController,
  certManager,
  chaosMesh,
  awsPrivatecaIssuer,
  clusterAutoscaler,
  externalSecrets,
  gatekeeper,
  istioCni,
  istioCsr,
  istioEastwestgateway,
  istioEgressgateway,
  istioIngressgateway,
  istiod,
  karpenter,
  keda,
  keycloak,
  metricsServer,
  nodePools,
  opentelemetryCollector,
  reloader,
  velero,
  staffTools,
  temporal,
  temporalStore,
  verticalPodAutoscaler,
];

/** What controllers act on for a whole cluster. */
const authorities: readonly PlatformComponent[] = [certificateAuthority];

/** What runs on every node. Nothing else waits for it. */
const agents: readonly PlatformComponent[] = [fluentBit, kubeBench, nodeExporter, nodeProblemDetector];

/** What keeps and shows the metrics that Prometheus reads. */
const observability: readonly PlatformComponent[] = [grafanaDashboards, meshView, victoriaMetricsStore];

/** The components of every cluster. Argo CD is one as well, but has its own place (`platform/argocd`). */
export function components(fleet: Fleet): readonly Unit[] {
  const monitoring = kubePrometheusStack([argocd, ...controllers, ...agents, ...observability]);
  return [
    ...definitions,
    ...controllers,
    ...authorities,
    monitoring,
    ...observability,
    ...agents,
    clusterAlerts,
  ].map((component) => unitOf(component, fleet));
}
