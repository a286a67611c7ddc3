import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import type { Cluster } from '../../../clusters/index.ts';
import { configChecksum } from '../../kit/checksum.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { restrictedContainer, restrictedPod, zoneSpread } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { collector, collectorPods } from './address.ts';
import { HEALTH_PORT, METRICS_PORT } from './configuration.ts';

/** AWS Distro for OpenTelemetry; carries the components of the upstream collector 0.158. */
const IMAGE = 'aws-observability/aws-otel-collector:v0.50.0';

const FOLDER = '/etc/opentelemetry-collector';

/** User and group of the collector; any number but 0 will do. */
const USER = 10001;

/** The heap is kept a fifth below the memory limit, where the processor memory_limiter refuses spans as well. */
const MEMORY = { request: '256Mi', limit: '512Mi', heap: '410MiB' };

/** Seconds in which the proxies learn that a pod is leaving, before it stops listening. */
const DRAIN_SECONDS = 5;

/**
 * The collector's pods. No autoscaler: two of them take far more than X-Ray does by its default quota of 2,600
 * segments a second.
 *
 * @param configuration pods read it only when they start, so a change of it restarts them
 */
export function addDeployment(
  scope: Construct,
  cluster: Cluster,
  labels: Readonly<Record<string, string>>,
  configuration: string,
): void {
  add(scope, k8s.KubeDeployment, {
    metadata: { name: collector.name, namespace: collector.namespace, labels: { ...labels } },
    spec: {
      replicas: 2,
      strategy: {
        type: 'RollingUpdate',
        rollingUpdate: {
          maxSurge: k8s.IntOrString.fromNumber(1),
          maxUnavailable: k8s.IntOrString.fromNumber(0),
        },
      },
      selector: { matchLabels: { ...collectorPods.labels } },
      template: {
        metadata: {
          labels: { ...labels },
          annotations: configChecksum(configuration),
        },
        spec: {
          serviceAccountName: collector.name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'standard',
          terminationGracePeriodSeconds: 30,
          securityContext: { ...restrictedPod, runAsUser: USER, runAsGroup: USER, fsGroup: USER },
          containers: [container(cluster)],
          volumes: [{ name: 'configuration', configMap: { name: collector.name } }],
          topologySpreadConstraints: zoneSpread(collectorPods.labels),
        },
      },
    },
  });
}

function container(cluster: Cluster): k8s.Container {
  const health = { httpGet: { path: '/', port: k8s.IntOrString.fromString('health') } };
  return {
    name: 'collector',
    image: `${cached(cluster, 'public.ecr.aws')}/${IMAGE}`,
    args: [`--config=${FOLDER}/config.yaml`],
    env: [
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'GOMEMLIMIT', value: MEMORY.heap },
    ],
    ports: [
      { name: 'otlp', containerPort: collector.port, protocol: 'TCP' },
      { name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' },
      { name: 'health', containerPort: HEALTH_PORT, protocol: 'TCP' },
    ],
    readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
    livenessProbe: {
      ...health,
      initialDelaySeconds: 10,
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    lifecycle: { preStop: { sleep: { seconds: DRAIN_SECONDS } } },
    resources: {
      requests: amounts({ cpu: '200m', memory: MEMORY.request }),
      limits: amounts({ memory: MEMORY.limit }),
    },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: 'configuration', mountPath: FOLDER, readOnly: true }],
  };
}
