import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { hasCertManager } from './address.ts';
import { certificateAlerts } from './alerts.ts';

const NAMESPACE = 'cert-manager';
const METRICS_PORT = 9402;
const WEBHOOK_PORT = 10250;

/** Labels of the pods of one of the chart's three Deployments, by its component. */
function labelsOf(component: 'controller' | 'webhook' | 'cainjector') {
  const name = component === 'controller' ? 'cert-manager' : component;
  return { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': component };
}

function deployment(component: Parameters<typeof labelsOf>[0], memory: string) {
  return {
    replicaCount: 2,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: zoneSpread(labelsOf(component)),
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory } },
  };
}

/**
 * Issues and renews certificates inside a cluster: of stores that speak TLS, and of the mesh where it spans
 * clusters. Only on clusters with a mesh, as both are only there.
 */
export const certManager = component({
  name: 'cert-manager',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.certificates,
  on: hasCertManager,
  chart: 'cert-manager',
  // The chart's own security contexts meet `restricted`.
  values: ({ cluster }) => ({
    imageRegistry: cached(cluster, 'quay.io'),
    global: {
      priorityClassName: 'system-cluster-critical',
      // Its own namespace: kube-system would need a Role there.
      leaderElection: { namespace: NAMESPACE },
    },
    // Certificates must not vanish with the chart.
    crds: { enabled: true, keep: true },
    ...deployment('controller', '256Mi'),
    // A Secret is deleted with its Certificate: nobody would renew one that is left behind.
    enableCertificateOwnerRef: true,
    prometheus: { enabled: true, podmonitor: { enabled: true, interval: '30s' } },
    webhook: { ...deployment('webhook', '128Mi'), securePort: WEBHOOK_PORT },
    cainjector: deployment('cainjector', '256Mi'),
    // A Job that asks the webhook once after the first install; waves wait for health anyway.
    startupapicheck: { enabled: false },
  }),
  alerts: certificateAlerts,
  pods: ({ cluster }) => [
    {
      name: 'cert-manager',
      labels: labelsOf('controller'),
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
    {
      name: 'cert-manager-webhook',
      labels: labelsOf('webhook'),
      ingress: [fromControlPlane(cluster, WEBHOOK_PORT)],
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
    {
      name: 'cert-manager-cainjector',
      labels: labelsOf('cainjector'),
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
  ],
});
