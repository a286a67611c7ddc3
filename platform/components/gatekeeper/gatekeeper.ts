import { PodMonitor } from '@cdk8s/prometheus-operator';
import { cached } from '../../kit/image-registry.ts';
import { ownerLabels } from '../../kit/labels.ts';
import { add } from '../../kit/manifest.ts';
import { KUBE_SYSTEM } from '../../kit/namespace.ts';
import { fromControlPlane, kubernetesApi } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { gatekeeperAlerts } from './alerts.ts';

const NAMESPACE = 'gatekeeper-system';
const MANAGER = { 'control-plane': 'controller-manager' };
const AUDIT = { 'control-plane': 'audit-controller' };
const METRICS_PORT = 8888;

/**
 * What the API server asks Gatekeeper about: the kinds that policies judge, and Gatekeeper's own, so that a rule that does
 * not compile is refused. By default it would be every write in the cluster, down to the leases that keep nodes alive.
 */
const WEBHOOK_RULES = [
  { apiGroups: [''], resources: ['namespaces', 'pods', 'pods/ephemeralcontainers', 'services'] },
  { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'statefulsets'] },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'] },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'] },
  { apiGroups: ['constraints.gatekeeper.sh', 'templates.gatekeeper.sh'], resources: ['*'] },
].map((rule) => ({ ...rule, apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], scope: '*' }));

/** Admission control by constraints (S0-15). The constraints and their templates are units of their own. */
export const gatekeeper = component({
  name: 'gatekeeper',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'gatekeeper',
  // The chart's own security contexts meet `restricted` except for the seccomp profile.
  values: ({ cluster }) => ({
    image: { repository: `${cached(cluster, 'docker.io')}/openpolicyagent/gatekeeper` },
    replicas: 3,
    pdb: { controllerManager: { minAvailable: 2 } },
    // With Fail nothing could start while Gatekeeper is down, not even Gatekeeper itself. What slips through is found by
    // the audit; the Pod Security level of each namespace is enforced by the API server itself all the time.
    validatingWebhookFailurePolicy: 'Ignore',
    // Of the chart's second webhook, which keeps the label that exempts a namespace for itself. Nothing starts by it.
    validatingWebhookCheckIgnoreFailurePolicy: 'Fail',
    validatingWebhookCustomRules: WEBHOOK_RULES,
    // No policy judges what AWS installs there, and its start must not wait for Gatekeeper. The namespace of Gatekeeper
    // itself is left out by the chart.
    validatingWebhookExemptNamespacesLabels: { 'kubernetes.io/metadata.name': [KUBE_SYSTEM] },
    // What is applied is what was reviewed: nothing is changed on the way.
    disableMutation: true,
    auditInterval: 60,
    // The audit reads only the kinds that a constraint names, which spares the API server.
    auditMatchKindOnly: true,
    enableRuntimeDefaultSeccompProfile: true,
    // Jobs for what Argo CD and the rendered namespace already do.
    upgradeCRDs: { enabled: false },
    postInstall: { labelNamespace: { enabled: false }, probeWebhook: { enabled: false } },
    postUpgrade: { labelNamespace: { enabled: false } },
    controllerManager: {
      topologySpreadConstraints: zoneSpread(MANAGER),
      resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
    },
    audit: { resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '1Gi' } } },
  }),
  alerts: gatekeeperAlerts,
  pods: ({ cluster }) => [
    {
      name: 'gatekeeper-webhook',
      labels: MANAGER,
      ingress: [fromControlPlane(cluster, 8443)],
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
    { name: 'gatekeeper-audit', labels: AUDIT, egress: [kubernetesApi(cluster)], metrics: [METRICS_PORT] },
  ],
  objects: (chart) => {
    add(chart, PodMonitor, {
      metadata: { name: 'gatekeeper', namespace: NAMESPACE, labels: ownerLabels('platform') },
      spec: {
        selector: { matchLabels: { 'gatekeeper.sh/system': 'yes' } },
        podMetricsEndpoints: [{ port: 'metrics' }],
      },
    });
  },
});
