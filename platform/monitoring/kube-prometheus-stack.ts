import type { Component, PlatformComponent } from '../constructs/component.ts';
import { cached } from '../constructs/image-registry.ts';
import { kubernetesApi, networks, pods } from '../constructs/network/flows.ts';
import { restrictedContainer, restrictedPod } from '../constructs/pod-hardening.ts';
import { waves } from '../constructs/waves.ts';
import { alertmanagerValues } from './alertmanager.ts';
import { monitoringAlerts } from './alerts.ts';
import { MONITORING_NAMESPACE, PROMETHEUS_CHARTS } from './prometheus-operator-crds.ts';
import { scrapeTargets } from './scrape-targets.ts';

const PROMETHEUS = { 'app.kubernetes.io/name': 'prometheus' };
const STATE_METRICS = { 'app.kubernetes.io/name': 'kube-state-metrics' };
const OPERATOR = { app: 'kube-prometheus-stack-operator' };
const WEB_PORT = 9090;

/** The kubelet's port on every node. */
const KUBELET_PORT = 10250;

/** The StorageClass of encrypted volumes. */
const STORAGE_CLASS = 'gp3-encrypted';

/**
 * Prometheus with its operator and the state of the cluster's objects (S0-19, S2-79). It comes after the wave of the
 * storage classes, because its volume needs one. Alertmanager is part of it, with values of its own; Grafana and the node exporter are
 * components of their own.
 *
 * @param components whose pods Prometheus may read
 */
export function kubePrometheusStack(components: readonly PlatformComponent[]): Component {
  return {
    name: 'kube-prometheus-stack',
    namespace: MONITORING_NAMESPACE,
    wave: waves.foundations,
    chart: { repository: PROMETHEUS_CHARTS, chart: 'kube-prometheus-stack', version: '88.2.0' },
    alerts: monitoringAlerts,
    values: ({ cluster, ...context }) => ({
      fullnameOverride: 'kube-prometheus-stack',
      crds: { enabled: false },
      alertmanager: alertmanagerValues({ cluster, ...context }, STORAGE_CLASS),
      // Ours have tests, owners and runbooks.
      defaultRules: { create: false },
      grafana: { enabled: false },
      nodeExporter: { enabled: false },
      // AWS runs these and shows none of their metrics.
      kubeControllerManager: { enabled: false },
      kubeEtcd: { enabled: false },
      kubeScheduler: { enabled: false },
      // Listens on the node's own loopback address only.
      kubeProxy: { enabled: false },
      'kube-state-metrics': {
        image: { registry: cached(cluster, 'registry.k8s.io') },
        securityContext: {
          ...restrictedPod,
          enabled: true,
          runAsUser: 65534,
          runAsGroup: 65534,
          fsGroup: 65534,
        },
        containerSecurityContext: restrictedContainer,
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      prometheusOperator: {
        image: { registry: cached(cluster, 'quay.io') },
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
          retention: '15d',
          retentionSize: '45GB',
          externalLabels: { cluster: cluster.name },
          // Every monitor and rule of the cluster counts, not only those of this Helm release.
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
                storageClassName: STORAGE_CLASS,
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
        ingress: [pods({ namespace: 'keda', labels: { app: 'keda-operator' } }, WEB_PORT)],
        egress: [
          kubernetesApi(context.cluster),
          networks(context.cluster.terraform.privateSubnetCidrs, KUBELET_PORT),
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
  };
}
