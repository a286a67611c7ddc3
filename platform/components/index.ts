import type { Fleet } from '../../clusters/index.ts';
import { argocd } from '../argocd/argocd.ts';
import { awsLoadBalancerController } from '../aws-load-balancer-controller/aws-load-balancer-controller.ts';
import { certManager } from '../cert-manager/cert-manager.ts';
import { clusterAutoscaler } from '../cluster-autoscaler/cluster-autoscaler.ts';
import { type Component, type PlatformComponent, unitOf } from '../constructs/component.ts';
import type { Unit } from '../constructs/unit.ts';
import { externalSecrets } from '../external-secrets/external-secrets.ts';
import { fluentBit } from '../fluent-bit/fluent-bit.ts';
import { gatekeeper } from '../gatekeeper/gatekeeper.ts';
import { istioBase } from '../istio/istio-base.ts';
import { istioCni } from '../istio/istio-cni.ts';
import { istioIngressgateway } from '../istio/istio-ingressgateway.ts';
import { istiod } from '../istio/istiod.ts';
import { karpenter } from '../karpenter/karpenter.ts';
import { nodePools } from '../karpenter/node-pools.ts';
import { keda } from '../keda/keda.ts';
import { keycloak } from '../keycloak/keycloak.ts';
import { kubeBench } from '../kube-bench/kube-bench.ts';
import { metricsServer } from '../metrics-server/metrics-server.ts';
import { kubePrometheusStack } from '../monitoring/kube-prometheus-stack.ts';
import { prometheusOperatorCrds } from '../monitoring/prometheus-operator-crds.ts';
import { nodeProblemDetector } from '../node-problem-detector/node-problem-detector.ts';
import { opentelemetryCollector } from '../opentelemetry-collector/opentelemetry-collector.ts';
import { reloader } from '../reloader/reloader.ts';
import { staffTools } from '../staff-tools/staff-tools.ts';
import { temporal, temporalStore } from '../temporal/temporal.ts';
import { verticalPodAutoscaler } from '../vertical-pod-autoscaler/vertical-pod-autoscaler.ts';

const definitions: readonly Component[] = [istioBase, prometheusOperatorCrds];

const controllers: readonly PlatformComponent[] = [
  awsLoadBalancerController,
  certManager,
  clusterAutoscaler,
  externalSecrets,
  gatekeeper,
  istioCni,
  istioIngressgateway,
  istiod,
  karpenter,
  keda,
  keycloak,
  metricsServer,
  nodePools,
  opentelemetryCollector,
  reloader,
  staffTools,
  temporal,
  temporalStore,
  verticalPodAutoscaler,
];

/** What runs on every node. Nothing else waits for it. */
const agents: readonly PlatformComponent[] = [fluentBit, kubeBench, nodeProblemDetector];

/** The components of every cluster. Argo CD is one as well, but has its own place (`platform/argocd`). */
export function components(fleet: Fleet): readonly Unit[] {
  const monitoring = kubePrometheusStack([argocd, ...controllers, ...agents]);
  return [...definitions, ...controllers, monitoring, ...agents].map((component) => unitOf(component, fleet));
}
