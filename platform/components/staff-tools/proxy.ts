import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { staffEntryOf } from '../../kit/load-balancer/entry.ts';
import { add } from '../../kit/manifest.ts';
import { ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { addSecret } from '../../kit/secrets/external-secret.ts';
import { property } from '../../kit/secrets/secret-reference.ts';
import { staffGroups } from '../access/address.ts';
import { toolHost } from './address.ts';
import type { GuardedTool } from './tools.ts';

const IMAGE = 'oauth2-proxy/oauth2-proxy:v7.13.0';

/** User of the image. */
const USER = 65532;

export const PROXY_NAMESPACE = 'staff-tools';
export const PROXY_STORE = 'staff-tools-secrets';

export const proxyPorts = { http: 4180, metrics: 44180 } as const;

/** Longer than the load balancer keeps sending to a pod that is leaving. */
const DRAIN_SECONDS = 35;

/** Name of the objects of the proxy in front of a tool. */
export function proxyName({ name }: Pick<GuardedTool, 'name'>): string {
  return `oauth2-proxy-${name}`;
}

/**
 * The proxy in front of one tool. One per tool, since it can choose among several only by path, and tools need their
 * own host (S3-29). Sessions are in the cookie: any replica takes any request.
 */
export function addProxy(chart: Chart, cluster: Cluster, tool: GuardedTool): void {
  const name = proxyName(tool);
  const labels = ownLabels(name);
  const metadata = { name, namespace: PROXY_NAMESPACE, labels };
  addSecret(
    chart,
    cluster,
    { ...metadata, owner: name, store: PROXY_STORE },
    {
      OAUTH2_PROXY_CLIENT_ID: property(`sso/${tool.name}`, 'client_id'),
      OAUTH2_PROXY_CLIENT_SECRET: property(`sso/${tool.name}`, 'client_secret'),
      // 32 bytes.
      OAUTH2_PROXY_COOKIE_SECRET: property(`sso/${tool.name}`, 'cookie_secret'),
    },
  );
  add(chart, k8s.KubeDeployment, {
    metadata: { ...metadata, annotations: { 'secret.reloader.stakater.com/reload': name } },
    spec: {
      replicas: 2,
      selector: { matchLabels: ownSelector(name) },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'standard',
          terminationGracePeriodSeconds: DRAIN_SECONDS + 15,
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
          containers: [container(cluster, tool)],
          topologySpreadConstraints: zoneSpread(ownSelector(name)),
        },
      },
    },
  });
  add(chart, k8s.KubeService, {
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: ownSelector(name),
      ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http'), protocol: 'TCP' }],
    },
  });
  add(chart, k8s.KubePodDisruptionBudget, {
    metadata,
    spec: {
      selector: { matchLabels: ownSelector(name) },
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

function container(cluster: Cluster, tool: GuardedTool): k8s.Container {
  const probe = (path: string) => ({ httpGet: { path, port: k8s.IntOrString.fromString('http') } });
  return {
    name: 'oauth2-proxy',
    image: `${cached(cluster, 'quay.io')}/${IMAGE}`,
    args: argumentsOf(cluster, tool),
    envFrom: [{ secretRef: { name: proxyName(tool) } }],
    ports: [
      { name: 'http', containerPort: proxyPorts.http, protocol: 'TCP' },
      { name: 'metrics', containerPort: proxyPorts.metrics, protocol: 'TCP' },
    ],
    readinessProbe: { ...probe('/ready'), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    livenessProbe: { ...probe('/ping'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    resources: {
      requests: amounts({ cpu: '20m', memory: '64Mi' }),
      limits: amounts({ memory: '128Mi' }),
    },
    securityContext: restrictedContainer,
  };
}

function argumentsOf(cluster: Cluster, tool: GuardedTool): string[] {
  const host = toolHost(tool.name, cluster);
  return [
    '--provider=oidc',
    `--oidc-issuer-url=${staffEntryOf(cluster).issuerUrl}`,
    `--redirect-url=https://${host}/oauth2/callback`,
    `--upstream=http://${tool.host}:${tool.port}`,
    `--http-address=0.0.0.0:${proxyPorts.http}`,
    `--metrics-address=0.0.0.0:${proxyPorts.metrics}`,
    // The load balancer says in a header what the browser asked for.
    '--reverse-proxy=true',
    '--scope=openid profile email groups',
    ...Object.values(staffGroups).map((group) => `--allowed-group=${group}`),
    // The groups decide who may come in.
    '--email-domain=*',
    '--code-challenge-method=S256',
    '--skip-provider-button=true',
    // A name with this beginning is taken by browsers only from its own host, and over TLS.
    '--cookie-name=__Host-staff',
    '--cookie-secure=true',
    '--cookie-httponly=true',
    '--cookie-samesite=lax',
    '--cookie-expire=12h',
    '--cookie-refresh=15m',
  ];
}
