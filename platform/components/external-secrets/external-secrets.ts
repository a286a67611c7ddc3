import { cached } from '../../kit/image-registry.ts';
import { fromControlPlane, kubernetesApi, vpcEndpoints } from '../../kit/network/flows.ts';
import { zoneSpread } from '../../kit/pod-hardening.ts';
import { component, restrictedNamespace } from '../../unit/component.ts';
import { waves } from '../../unit/waves.ts';
import { externalSecretsAlerts } from './alerts.ts';

const NAMESPACE = 'external-secrets';
const METRICS_PORT = 8080;
const WEBHOOK_PORT = 10250;

/** One of the chart's three Deployments, with what they have in common. */
function deployment(name: string, repository: string, memory: string) {
  return {
    image: { repository },
    replicaCount: 2,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    topologySpreadConstraints: zoneSpread({ 'app.kubernetes.io/name': name }),
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory } },
  };
}

/**
 * Makes Secrets from AWS Secrets Manager. It has no AWS role of its own: each product's store names a ServiceAccount
 * whose role is used. Everything that works across namespaces is switched off, so no store can be shared.
 */
export const externalSecrets = component({
  name: 'external-secrets',
  namespace: NAMESPACE,
  declares: restrictedNamespace(NAMESPACE),
  wave: waves.controllers,
  chart: 'external-secrets',
  // The chart's own security contexts meet `restricted`.
  values: ({ cluster }) => {
    const repository = `${cached(cluster, 'ghcr.io')}/external-secrets/external-secrets`;
    return {
      ...deployment('external-secrets', repository, '512Mi'),
      leaderElect: true,
      processClusterStore: false,
      processClusterExternalSecret: false,
      processClusterPushSecret: false,
      processClusterGenerator: false,
      processPushSecret: false,
      serviceMonitor: { enabled: true, renderMode: 'alwaysRender' },
      webhook: deployment('external-secrets-webhook', repository, '256Mi'),
      certController: deployment('external-secrets-cert-controller', repository, '256Mi'),
    };
  },
  alerts: externalSecretsAlerts,
  pods: ({ cluster }) => [
    {
      name: 'external-secrets',
      labels: { 'app.kubernetes.io/name': 'external-secrets' },
      egress: [kubernetesApi(cluster), vpcEndpoints(cluster)],
      metrics: [METRICS_PORT],
    },
    {
      name: 'external-secrets-webhook',
      labels: { 'app.kubernetes.io/name': 'external-secrets-webhook' },
      ingress: [fromControlPlane(cluster, WEBHOOK_PORT)],
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
    {
      name: 'external-secrets-cert-controller',
      labels: { 'app.kubernetes.io/name': 'external-secrets-cert-controller' },
      egress: [kubernetesApi(cluster)],
      metrics: [METRICS_PORT],
    },
  ],
});
