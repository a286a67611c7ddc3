import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { kubernetesApi, networks, pods } from '../../kit/network/flows.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { component } from '../../unit/component.ts';
import type { Component, PlatformComponent } from '../../unit/component-declaration.ts';
import { waves } from '../../unit/waves.ts';
import { grafanaPods } from '../grafana/address.ts';
import { kialiPods } from '../kiali/address.ts';
import { NODE_EXPORTER_PORT } from '../node-exporter/address.ts';
import { ENCRYPTED_VOLUMES } from '../storage-classes/address.ts';
import { keepsMetrics, victoriaMetrics } from '../victoria-metrics/address.ts';
import { MONITORING_NAMESPACE, prometheusService, SCRAPE_INTERVAL } from './address.ts';
import { alertmanagerValues } from './alertmanager.ts';
import { monitoringAlerts } from './alerts.ts';
import { externalUrl } from './external-url.ts';
import { pausedApplications } from './paused-applications.ts';
import { scrapeTargets } from './scrape-targets.ts';

const PROMETHEUS = { 'app.kubernetes.io/name': 'prometheus' };
const STATE_METRICS = { 'app.kubernetes.io/name': 'kube-state-metrics' };
const OPERATOR = { app: 'kube-prometheus-stack-operator' };
const WEB_PORT = prometheusService.port;

/** The kubelet's port on every node. */
const KUBELET_PORT = 10250;

/**
 * Prometheus with its operator and the state of the cluster's objects (S0-19, S2-79). It comes after the wave of the
 * storage classes, because its volume needs one. Alertmanager is part of it, with values of its own; Grafana and the node
 * exporter are components of their own.
 *
 * @param components whose pods Prometheus may read
 */
export function kubePrometheusStack(components: readonly PlatformComponent[]): Component {
  return component({
    name: 'kube-prometheus-stack',
    namespace: MONITORING_NAMESPACE,
    wave: waves.foundations,
    chart: 'kube-prometheus-stack',
    alerts: monitoringAlerts,
    values: ({ cluster, ...context }) => ({
      fullnameOverride: 'kube-prometheus-stack',
      crds: { enabled: false },
      alertmanager: alertmanagerValues({ cluster, ...context }, ENCRYPTED_VOLUMES),
      // Ours have tests, owners and runbooks.
      defaultRules: { create: false },
      // Separate units: the exporter because of its namespace, Grafana because it may come and go independently.
      grafana: { enabled: false },
      nodeExporter: { enabled: false },
      // kubelet and cAdvisor of every node, and the cluster's DNS. The policies of kube-system are Terraform's.
      kubelet: { enabled: true },
      coreDns: { enabled: true },
      // AWS runs these and does not expose their metrics.
      kubeControllerManager: { enabled: false },
      kubeEtcd: { enabled: false },
      kubeScheduler: { enabled: false },
      // Listens on the node's own loopback address only.
      kubeProxy: { enabled: false },
      'kube-state-metrics': {
        image: { registry: cached(cluster, 'registry.k8s.io') },
        // No metric of theirs is in use, and for them it could read every Secret of the cluster.
        collectorsExclude: ['secrets'],
        securityContext: {
          ...restrictedPod,
          enabled: true,
          runAsUser: 65534,
          runAsGroup: 65534,
          fsGroup: 65534,
        },
        containerSecurityContext: restrictedContainer,
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        ...pausedApplications({ cluster, ...context }),
      },
      prometheusOperator: {
        image: { registry: cached(cluster, 'quay.io') },
        // What it would start beside a Prometheus that asks for Thanos.
        thanosImage: { registry: cached(cluster, 'quay.io') },
        prometheusConfigReloader: {
          image: { registry: cached(cluster, 'quay.io') },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
        },
        // Rules are checked before they are merged; a webhook with a certificate job adds only ways to fail.
        admissionWebhooks: { enabled: false },
        tls: { enabled: false },
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      prometheus: {
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        prometheusSpec: {
          image: { registry: cached(cluster, 'quay.io') },
          replicas: 2,
          ...externalUrl(prometheusService.name, cluster),
          // For what does not set its own interval (S1-31, S3-56).
          scrapeInterval: SCRAPE_INTERVAL,
          evaluationInterval: SCRAPE_INTERVAL,
          // What people look at from day to day (S2-68); what is to last longer goes to VictoriaMetrics.
          retention: '15d',
          retentionSize: '45GB',
          externalLabels: { cluster: cluster.name },
          ...longTerm(cluster),
          // Every monitor and rule in the cluster counts, not only those of this Helm release.
          serviceMonitorSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
          probeSelectorNilUsesHelmValues: false,
          ruleSelectorNilUsesHelmValues: false,
          scrapeConfigSelectorNilUsesHelmValues: false,
          resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } },
          podAntiAffinity: 'hard',
          podAntiAffinityTopologyKey: 'topology.kubernetes.io/zone',
          storageSpec: {
            volumeClaimTemplate: {
              spec: {
                accessModes: ['ReadWriteOnce'],
                storageClassName: ENCRYPTED_VOLUMES,
                resources: { requests: { storage: '50Gi' } },
              },
            },
          },
        },
      },
    }),
    pods: (context) => [
      {
        name: 'prometheus',
        labels: PROMETHEUS,
        ingress: [
          pods({ namespace: 'keda', labels: { app: 'keda-operator' } }, WEB_PORT),
          pods(grafanaPods, WEB_PORT),
          ...(context.cluster.mesh?.kiali === true ? [pods(kialiPods, WEB_PORT)] : []),
        ],
        egress: [
          kubernetesApi(context.cluster),
          networks(context.cluster.terraform.privateSubnetCidrs, KUBELET_PORT, NODE_EXPORTER_PORT),
          pods({ namespace: MONITORING_NAMESPACE, labels: PROMETHEUS }, 8080, WEB_PORT),
          pods({ namespace: MONITORING_NAMESPACE, labels: STATE_METRICS }, 8080),
          pods({ namespace: MONITORING_NAMESPACE, labels: OPERATOR }, 8080),
          ...scrapeTargets(components, context),
        ],
        // Its own, and those of the container that reloads its configuration.
        metrics: [8080, WEB_PORT],
      },
      {
        name: 'kube-state-metrics',
        labels: STATE_METRICS,
        egress: [kubernetesApi(context.cluster)],
        metrics: [8080],
      },
      {
        name: 'prometheus-operator',
        labels: OPERATOR,
        egress: [kubernetesApi(context.cluster)],
        metrics: [8080],
      },
    ],
  });
}

/**
 * Every sample goes to the long-term store as well (S3-57). Both replicas write the same series, so that the store can
 * drop one of the two: it tells them apart only by their labels.
 */
function longTerm(cluster: Cluster) {
  if (!keepsMetrics(cluster)) return {};
  return {
    replicaExternalLabelNameClear: true,
    remoteWrite: [
      {
        name: victoriaMetrics.name,
        url: `http://${victoriaMetrics.host}:${victoriaMetrics.port}/api/v1/write`,
        // One connection keeps up with thousands of samples a second; ten of them are for catching up.
        queueConfig: { maxShards: 10, maxSamplesPerSend: 5000, capacity: 20000 },
      },
    ],
  };
}
