import { CONFIG_MAP, SECRET } from './pods.ts';
import type { Row, RowsByKind } from './row.ts';

const MONITORING = 'monitoring.coreos.com';
const volumeClaim: Row = {
  at: 'spec.storage.volumeClaimTemplate.spec.storageClassName',
  to: 'storage.k8s.io/StorageClass',
};

/** A Secret or a ConfigMap, as the Prometheus Operator selects it for TLS, authorization and passwords. */
function credentials(from: string): readonly Row[] {
  const selector = (path: string): Row => ({ at: `${from}.${path}`, to: SECRET, keys: ['key'] });
  return [
    ...[
      'basicAuth.username',
      'basicAuth.password',
      'authorization.credentials',
      'bearerTokenSecret',
      'oauth2.clientSecret',
      'oauth2.clientId.secret',
      'tlsConfig.ca.secret',
      'tlsConfig.cert.secret',
      'tlsConfig.keySecret',
    ].map(selector),
    ...['oauth2.clientId.configMap', 'tlsConfig.ca.configMap', 'tlsConfig.cert.configMap'].map(
      (path): Row => ({ at: `${from}.${path}`, to: CONFIG_MAP, keys: ['key'] }),
    ),
  ];
}

const RECEIVERS = 'spec.receivers[].';
const RECEIVER_SECRETS = [
  'slackConfigs[].apiURL',
  'pagerdutyConfigs[].routingKey',
  'pagerdutyConfigs[].serviceKey',
  'opsgenieConfigs[].apiKey',
  'webhookConfigs[].urlSecret',
  'wechatConfigs[].apiSecret',
  'emailConfigs[].authPassword',
  'emailConfigs[].authSecret',
  'victoropsConfigs[].apiKey',
  'pushoverConfigs[].userKey',
  'pushoverConfigs[].token',
  'telegramConfigs[].botToken',
  'discordConfigs[].apiURL',
  'msteamsConfigs[].webhookUrl',
  'msteamsv2Configs[].webhookUrl',
  'webexConfigs[].httpConfig.authorization.credentials',
  'slackConfigs[].httpConfig.authorization.credentials',
  'webhookConfigs[].httpConfig.authorization.credentials',
  'webhookConfigs[].httpConfig.basicAuth.password',
  'webhookConfigs[].httpConfig.basicAuth.username',
  'snsConfigs[].sigv4.accessKey',
  'snsConfigs[].sigv4.secretKey',
];

/** What the Prometheus Operator is told. */
export const MONITORING_ROWS: RowsByKind = {
  [`${MONITORING}/ServiceMonitor`]: credentials('spec.endpoints[]'),
  [`${MONITORING}/PodMonitor`]: credentials('spec.podMetricsEndpoints[]'),
  [`${MONITORING}/Probe`]: credentials('spec'),
  [`${MONITORING}/Prometheus`]: [
    { at: 'spec.serviceAccountName', to: '/ServiceAccount' },
    { at: 'spec.priorityClassName', to: 'scheduling.k8s.io/PriorityClass' },
    { at: 'spec.secrets[]', to: SECRET },
    { at: 'spec.configMaps[]', to: CONFIG_MAP },
    { at: 'spec.additionalScrapeConfigs', to: SECRET, keys: ['key'] },
    { at: 'spec.additionalAlertManagerConfigs', to: SECRET, keys: ['key'] },
    { at: 'spec.additionalAlertRelabelConfigs', to: SECRET, keys: ['key'] },
    { at: 'spec.thanos.objectStorageConfig', to: SECRET, keys: ['key'] },
    { at: 'spec.alerting.alertmanagers[]', to: '/Service', namespace: 'namespace' },
    ...credentials('spec.remoteWrite[]'),
    ...credentials('spec.remoteRead[]'),
    volumeClaim,
  ],
  [`${MONITORING}/Alertmanager`]: [
    { at: 'spec.serviceAccountName', to: '/ServiceAccount' },
    { at: 'spec.priorityClassName', to: 'scheduling.k8s.io/PriorityClass' },
    { at: 'spec.secrets[]', to: SECRET },
    { at: 'spec.configMaps[]', to: CONFIG_MAP },
    { at: 'spec.configSecret', to: SECRET },
    { at: 'spec.alertmanagerConfiguration', to: `${MONITORING}/AlertmanagerConfig` },
    volumeClaim,
  ],
  [`${MONITORING}/AlertmanagerConfig`]: RECEIVER_SECRETS.map((path) => ({
    at: RECEIVERS + path,
    to: SECRET,
    keys: ['key'],
  })),
};
