import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { staffEntryOf } from '../../kit/load-balancer/entry.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { proxyRevision } from '../../kit/proxy-revision.ts';
import {
  DATABASE_AUTHORITY_FILE,
  databaseAuthorityMount,
  databaseAuthorityVolume,
} from '../../kit/secrets/database-authority.ts';
import type { Context } from '../../unit/unit.ts';
import { databaseOf } from '../../workload/pods/database-of.ts';
import { toolHost } from '../staff-tools/address.ts';
import {
  databases,
  NAME,
  NAMESPACE,
  SERVER_RELEASE,
  SERVICE_ACCOUNT,
  temporalPods,
  temporalWeb,
} from './service.ts';

/** The Secrets of the databases' passwords, and of the client at the identity provider. */
export const secrets = {
  database: 'temporal-database',
  client: 'temporal-client',
} as const;

const USER = 1000;

/** Of each part of the server. */
const REPLICAS = 2;

const { readOnlyRootFilesystem: _, ...writableContainer } = restrictedContainer;
const pod = { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER };

const authorities = {
  additionalVolumes: [databaseAuthorityVolume],
  additionalVolumeMounts: [databaseAuthorityMount],
};

/**
 * Values of the chart `temporal`: the server's four parts, the web pages, and the Job that prepares the databases. Its
 * templates have no place for a priority: its pods get the class that is the default, `standard`.
 */
export function temporalValues(context: Context) {
  const { cluster } = context;
  const registry = `${cached(cluster, 'docker.io')}/temporalio`;
  const part = (component: string) => ({
    ...available(component),
    // The chart makes a budget only for a part that says its own number.
    replicaCount: REPLICAS,
    // Prometheus reads the proxies, which merge what these annotations point at.
    metrics: { annotations: { enabled: true } },
    // The server writes its configuration beside itself.
    containerSecurityContext: writableContainer,
  });
  return {
    fullnameOverride: NAME,
    // It is in the unit `temporal-store`: the Job for the databases runs before the chart makes anything.
    serviceAccount: { create: false, name: SERVICE_ACCOUNT },
    server: {
      image: { repository: `${registry}/server` },
      resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
      securityContext: pod,
      podAnnotations: proxyRevision(NAMESPACE, cluster),
      ...authorities,
      config: {
        logLevel: 'info',
        persistence: {
          defaultStore: 'default',
          visibilityStore: 'visibility',
          // Never changes: stored data is partitioned by it.
          numHistoryShards: 512,
          datastores: {
            default: { sql: store(cluster, databases.default, 'password') },
            visibility: { sql: store(cluster, databases.visibility, 'visibility_password') },
          },
        },
        // The chart's Job has one name for ever, and no Job can be changed: see workflow-namespaces.ts.
        namespaces: { create: false },
      },
      frontend: part('frontend'),
      history: part('history'),
      matching: part('matching'),
      worker: part('worker'),
    },
    admintools: {
      // Only for the Jobs: a shell with every right over workflows need not be kept running.
      enabled: false,
      image: { repository: `${registry}/admin-tools`, tag: SERVER_RELEASE },
      ...authorities,
    },
    schema: {
      backoffLimit: 10,
      // Never, in seconds: a Job that vanished would be made anew by each sync.
      ttlSecondsAfterFinished: 2_147_483_647,
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      securityContext: pod,
      containerSecurityContext: writableContainer,
    },
    web: {
      image: { repository: `${registry}/ui` },
      replicaCount: 2,
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      securityContext: pod,
      containerSecurityContext: writableContainer,
      podAnnotations: proxyRevision(NAMESPACE, cluster),
      ...available('web'),
      additionalEnv: Object.entries(signIn(cluster)).map(([name, value]) => ({ name, value })),
      additionalEnvSecretName: secrets.client,
    },
  };
}

/** One may go at a time, and never all of a zone. */
function available(component: string) {
  return {
    topologySpreadConstraints: zoneSpread({
      ...temporalPods().labels,
      'app.kubernetes.io/component': component,
    }),
    podDisruptionBudget: { maxUnavailable: 1 },
  };
}

/** One of the two databases, which Terraform makes; their tables are Temporal's (S3-09, S3-44). */
function store(cluster: Cluster, database: string, secretKey: string) {
  const { endpoint, port, name } = databaseOf(cluster, database, 'mysql');
  return {
    createDatabase: false,
    manageSchema: true,
    pluginName: 'mysql8',
    databaseName: name,
    connectAddr: `${endpoint}:${port}`,
    connectProtocol: 'tcp',
    user: 'temporal',
    existingSecret: secrets.database,
    secretKey,
    maxConns: 20,
    maxIdleConns: 20,
    maxConnLifetime: '1h',
    tls: {
      enabled: true,
      caFile: DATABASE_AUTHORITY_FILE,
      enableHostVerification: true,
      serverName: endpoint,
    },
  };
}

/** Staff log in at the identity provider, without a proxy in between (S3-25). Id and secret of the client are in the Secret. */
function signIn(cluster: Cluster) {
  const { issuerUrl } = staffEntryOf(cluster);
  const address = `https://${toolHost(temporalWeb.name, cluster)}`;
  return {
    TEMPORAL_AUTH_ENABLED: 'true',
    TEMPORAL_AUTH_PROVIDER_URL: issuerUrl,
    TEMPORAL_AUTH_ISSUER_URL: issuerUrl,
    TEMPORAL_AUTH_SCOPES: 'openid,profile,email',
    TEMPORAL_AUTH_CALLBACK_URL: `${address}/auth/sso/callback`,
    TEMPORAL_CORS_ORIGINS: address,
  };
}
