import type { Component, PlatformComponent } from '../unit/component-declaration.ts';
import { access } from './access/access.ts';
import { applications } from './argocd/applications.ts';
import { argocd } from './argocd/argocd.ts';
import { deployReports } from './argocd/deploy-reports.ts';
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
import { constraintTemplates } from './gatekeeper/constraint-templates.ts';
import { constraints } from './gatekeeper/constraints.ts';
import { gatekeeper } from './gatekeeper/gatekeeper.ts';
import { grafanaDashboards } from './grafana/grafana.ts';
import { ingress } from './istio/ingress.ts';
import { istioBase } from './istio/istio-base.ts';
import { istioCni } from './istio/istio-cni.ts';
import { istioEastwestgateway } from './istio/istio-eastwestgateway.ts';
import { istioEgressgateway } from './istio/istio-egressgateway.ts';
import { istioIngressgateway } from './istio/istio-ingressgateway.ts';
import { istiod } from './istio/istiod.ts';
import { meshPolicies } from './istio/mesh-policies.ts';
import { meshTelemetry } from './istio/mesh-telemetry.ts';
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
import { namespaces } from './namespaces/namespaces.ts';
import { nodeExporter } from './node-exporter/node-exporter.ts';
import { nodeProblemDetector } from './node-problem-detector/node-problem-detector.ts';
import { opentelemetryCollector } from './opentelemetry-collector/opentelemetry-collector.ts';
import { priorityClasses } from './priority-classes/priority-classes.ts';
import { reloader } from './reloader/reloader.ts';
import { staffTools } from './staff-tools/staff-tools.ts';
import { storageClasses } from './storage-classes/storage-classes.ts';
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

/** What signs certificates for the whole cluster. */
const authorities: readonly PlatformComponent[] = [certificateAuthority];

/** What runs on every node. Nothing else waits for it. */
const agents: readonly PlatformComponent[] = [fluentBit, kubeBench, nodeExporter, nodeProblemDetector];

/** What keeps and shows the metrics that Prometheus reads. */
const observability: readonly PlatformComponent[] = [grafanaDashboards, meshView, victoriaMetricsStore];

/** What nothing else can do without. */
const foundations: readonly PlatformComponent[] = [
  access,
  deployReports,
  namespaces,
  priorityClasses,
  storageClasses,
];

/** What the controllers act on for a whole cluster, made from everything else that is there. */
const policies: readonly PlatformComponent[] = [
  constraintTemplates,
  constraints,
  meshPolicies,
  meshTelemetry,
  ingress,
];

/** Every component; which clusters have it, it says itself. */
export const components: readonly (Component | PlatformComponent)[] = [
  ...foundations,
  ...definitions,
  ...controllers,
  ...authorities,
  kubePrometheusStack([argocd, ...controllers, ...agents, ...observability]),
  ...observability,
  ...agents,
  clusterAlerts,
  ...policies,
  applications,
  argocd,
];
