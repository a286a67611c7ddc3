import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { ownSelector } from '../../kit/node-agent.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { proxyRevision } from '../../kit/proxy-revision.ts';
import { amounts } from '../../kit/resources.ts';
import {
  DATABASE_AUTHORITY_FILE,
  databaseAuthorityMount,
  databaseAuthorityVolume,
} from '../../kit/secrets/database-authority.ts';
import { databaseOf } from '../../workload/pods/database-of.ts';
import { toolHost } from '../staff-tools/address.ts';
import { NAME, ports } from './service.ts';

const IMAGE = 'keycloak/keycloak:26.4.7';

/** User of the image. */
const USER = 1000;

/** The Secret with the passwords. */
export const SECRET = 'keycloak';

const FOLDER = '/opt/keycloak';

/** Two replicas with one cache: each knows the other's sessions, so one may go at any time. */
export function addDeployment(
  chart: Chart,
  cluster: Cluster,
  labels: Readonly<Record<string, string>>,
): void {
  const image = `${cached(cluster, 'quay.io')}/${IMAGE}`;
  const scratch = (name: string, sizeLimit: string) => ({
    name,
    emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeLimit) },
  });
  add(chart, k8s.KubeDeployment, {
    metadata: {
      name: NAME,
      namespace: NAME,
      labels: { ...labels },
      annotations: { 'secret.reloader.stakater.com/reload': SECRET },
    },
    spec: {
      replicas: 2,
      // Two versions do not share a cache: an update stops the old replicas one by one, which Keycloak allows for
      // patches only. For others see docs/exposure.md.
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge: k8s.IntOrString.fromNumber(1),
          maxUnavailable: k8s.IntOrString.fromNumber(0),
        },
      },
      selector: { matchLabels: ownSelector(NAME) },
      template: {
        metadata: { labels: { ...labels }, annotations: podAnnotations(cluster) },
        spec: {
          serviceAccountName: NAME,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'standard',
          terminationGracePeriodSeconds: 60,
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
          // Its first step writes beside its own libraries, so it runs from a copy: the image stays read-only.
          initContainers: [
            {
              name: 'copy',
              image,
              command: ['cp', '-r', `${FOLDER}/.`, '/copy'],
              resources: {
                requests: amounts({ cpu: '100m', memory: '64Mi' }),
                limits: amounts({ memory: '128Mi' }),
              },
              securityContext: restrictedContainer,
              volumeMounts: [{ name: 'keycloak', mountPath: '/copy' }],
            },
          ],
          containers: [container(cluster, image)],
          volumes: [scratch('keycloak', '1Gi'), scratch('tmp', '200Mi'), databaseAuthorityVolume],
          topologySpreadConstraints: zoneSpread(ownSelector(NAME)),
        },
      },
    },
  });
}

/** Where the proxy reads the metrics, and which ports it leaves alone: replicas encrypt among themselves. */
function podAnnotations(cluster: Cluster): Record<string, string> {
  const ownPorts = ports.cluster.join(',');
  return {
    ...proxyRevision(NAME, cluster),
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(ports.management),
    'prometheus.io/path': '/metrics',
    'traffic.sidecar.istio.io/excludeInboundPorts': ownPorts,
    'traffic.sidecar.istio.io/excludeOutboundPorts': ownPorts,
  };
}

function container(cluster: Cluster, image: string): k8s.Container {
  const { endpoint, port, name: database } = databaseOf(cluster, NAME, 'postgres');
  const probe = (path: string) => ({ httpGet: { path, port: k8s.IntOrString.fromString('management') } });
  const settings = {
    KC_DB: 'postgres',
    KC_DB_URL: `jdbc:postgresql://${endpoint}:${port}/${database}?sslmode=verify-full&sslrootcert=${DATABASE_AUTHORITY_FILE}`,
    KC_HOSTNAME: `https://${toolHost(NAME, cluster)}`,
    // The load balancer and the gateway have ended TLS, and say so by X-Forwarded headers.
    KC_HTTP_ENABLED: 'true',
    KC_PROXY_HEADERS: 'xforwarded',
    KC_HEALTH_ENABLED: 'true',
    KC_METRICS_ENABLED: 'true',
    // Replicas find each other in the database, and make the certificates for each other by themselves.
    KC_CACHE: 'ispn',
    KC_CACHE_STACK: 'jdbc-ping',
    KC_CACHE_EMBEDDED_MTLS_ENABLED: 'true',
    KC_LOG_CONSOLE_OUTPUT: 'json',
  };
  return {
    name: NAME,
    image,
    args: ['start'],
    env: Object.entries(settings).map(([name, value]) => ({ name, value })),
    envFrom: [{ secretRef: { name: SECRET } }],
    ports: [
      { name: 'http', containerPort: ports.http, protocol: 'TCP' },
      { name: 'management', containerPort: ports.management, protocol: 'TCP' },
    ],
    startupProbe: { ...probe('/health/started'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 60 },
    livenessProbe: { ...probe('/health/live'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readinessProbe: { ...probe('/health/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    lifecycle: { preStop: { sleep: { seconds: 10 } } },
    resources: { requests: amounts({ cpu: '500m', memory: '1250Mi' }), limits: amounts({ memory: '2Gi' }) },
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'keycloak', mountPath: FOLDER },
      { name: 'tmp', mountPath: '/tmp' },
      databaseAuthorityMount,
    ],
  };
}
