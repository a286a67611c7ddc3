import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { roleAnnotation } from '../../kit/service-account.ts';
import { toolHost } from '../staff-tools/address.ts';

import { grafana } from './address.ts';
import { DASHBOARD_LABEL } from './dashboard-config-maps.ts';
import { dataSources } from './data-sources.ts';
import { ADMINISTRATOR, CLIENT } from './secrets.ts';
import { CREDENTIALS_FOLDER, signIn } from './sign-in.ts';

/** User and group of the image. */
const USER = 472;

/** Values of the chart `grafana`. Everything that Grafana knows is here or in a ConfigMap; its own database is thrown away. */
export function grafanaValues(cluster: Cluster) {
  const singleSignOn = cluster.terraform.ssoIssuerUrl !== undefined;
  return {
    fullnameOverride: grafana.name,
    // One: sessions are in its own database. A second one would need a database for both.
    replicas: 1,
    image: { registry: cached(cluster, 'docker.io') },
    // The chart's role may read Secrets; ours, beside it, may not.
    rbac: { create: false },
    serviceAccount: { name: grafana.name, annotations: roleAnnotation(cluster, grafana.name) },
    securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
    containerSecurityContext: restrictedContainer,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    enableServiceLinks: false,
    // Grafana's own plugins open their sockets there.
    extraEmptyDirMounts: [{ name: 'temporary', mountPath: '/tmp' }],
    admin: { existingSecret: ADMINISTRATOR, userKey: 'admin_user', passwordKey: 'admin_password' },
    ...(singleSignOn && {
      extraSecretMounts: [
        { name: 'sign-in', secretName: CLIENT, mountPath: CREDENTIALS_FOLDER, readOnly: true },
      ],
    }),
    // Both are read only at the start.
    annotations: {
      'secret.reloader.stakater.com/reload': singleSignOn ? `${ADMINISTRATOR},${CLIENT}` : ADMINISTRATOR,
    },
    service: { port: grafana.port, targetPort: grafana.containerPort },
    serviceMonitor: { enabled: true },
    datasources: { 'datasources.yaml': { apiVersion: 1, datasources: dataSources(cluster) } },
    sidecar: {
      image: { registry: cached(cluster, 'quay.io') },
      resources: { requests: { cpu: '10m', memory: '96Mi' }, limits: { memory: '192Mi' } },
      dashboards: {
        enabled: true,
        label: DASHBOARD_LABEL,
        labelValue: '1',
        resource: 'configmap',
        // Not under /tmp, which is a volume already.
        folder: '/dashboards',
        provider: { name: 'fleet', folder: 'Fleet' },
      },
    },
    'grafana.ini': {
      server: {
        domain: toolHost(grafana.name, cluster),
        root_url: `https://${toolHost(grafana.name, cluster)}`,
      },
      analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
      users: { allow_sign_up: false, default_theme: 'system', viewers_can_edit: false },
      'auth.anonymous': { enabled: false },
      security: { cookie_secure: true, cookie_samesite: 'lax', disable_gravatar: true },
      // Alerts are Prometheus rules (S1-38): nobody would look at a second place for them.
      unified_alerting: { enabled: false },
      log: { mode: 'console' },
      'log.console': { format: 'json' },
      ...signIn(cluster),
    },
  };
}
