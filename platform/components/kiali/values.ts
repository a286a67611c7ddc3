import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { restrictedContainer } from '../../kit/pod-hardening.ts';
import { ISTIO_NAMESPACE } from '../istio/address.ts';
import { addressOf, prometheusService } from '../monitoring/address.ts';
import { toolHost } from '../staff-tools/address.ts';
import { kiali } from './address.ts';
import { SIGNING_KEY } from './secrets.ts';

/** Values of the chart `kiali-server`; most of them are Kiali's own settings, which the chart hands on. */
export function kialiValues(cluster: Cluster) {
  return {
    // The chart's role may open ports of every pod and read every log; ours may do neither.
    skipResources: ['clusterrole', 'clusterrolebinding'],
    auth: authentication(cluster),
    // Each cluster has its own Kiali, which keeps no credentials of another cluster.
    clustering: { autodetect_secrets: { enabled: false } },
    deployment: {
      image_name: `${cached(cluster, 'quay.io')}/kiali/kiali`,
      image_pull_policy: 'IfNotPresent',
      replicas: 1,
      // Nobody changes the mesh except through Git.
      view_only_mode: true,
      security_context: restrictedContainer,
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '1Gi' } },
      priority_class_name: 'standard',
      logger: { log_format: 'json' },
      // The chart's policy lets every pod in.
      network_policy: { enabled: false },
    },
    external_services: {
      prometheus: { url: addressOf(prometheusService) },
      istio: {
        root_namespace: ISTIO_NAMESPACE,
        // Asking istiod would require the permission to open a port of its pods.
        istio_api_enabled: false,
      },
      // It would ask Grafana's API as an administrator, and only for links.
      grafana: { enabled: false },
      // X-Ray has no interface that Kiali speaks.
      tracing: { enabled: false },
    },
    kiali_feature_flags: { disabled_features: ['logs-tab'] },
    login_token: { signing_key: SIGNING_KEY },
    kubernetes_config: { cluster_name: cluster.name },
    server: {
      port: kiali.port,
      web_root: '/',
      web_fqdn: toolHost(kiali.name, cluster),
      web_schema: 'https',
      web_port: '443',
      observability: { metrics: { enabled: true, port: kiali.metricsPort } },
    },
  };
}

/**
 * At the identity provider, whose client `kiali` decides who gets in: EKS does not know these users, so all of them see
 * what Kiali itself may see. Without a provider a token of the cluster's API is the key, over `kubectl port-forward`.
 */
function authentication({ terraform }: Cluster) {
  if (terraform.ssoIssuerUrl === undefined) return { strategy: 'token' };
  return {
    strategy: 'openid',
    openid: {
      client_id: kiali.name,
      issuer_uri: terraform.ssoIssuerUrl,
      disable_rbac: true,
      scopes: ['openid', 'profile', 'email'],
      username_claim: 'preferred_username',
    },
  };
}
