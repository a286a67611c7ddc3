import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { restrictedContainer, restrictedPod } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';
import { SCRAPE_INTERVAL } from '../monitoring/address.ts';
import { ENCRYPTED_VOLUMES } from '../storage-classes/address.ts';
import { victoriaMetrics } from './address.ts';

/** Of the line with long-term fixes. */
const IMAGE = 'victoriametrics/victoria-metrics:v1.136.23';

/** Where the samples are, and the key that nobody knows. */
const STORAGE = '/storage';
const KEYS = '/keys';
const KEY_FILE = `${KEYS}/administration`;

/** Nobody in particular; any number but 0 will do. */
const USER = 65534;

const SIZE = { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } };

/** The pod with its volume. */
export function addStore(
  chart: Chart,
  cluster: Cluster,
  { months, volume }: NonNullable<Cluster['longTermMetrics']>,
): void {
  const { name, namespace } = victoriaMetrics;
  const labels = ownLabels(name);
  const image = `${cached(cluster, 'docker.io')}/${IMAGE}`;
  add(chart, k8s.KubeStatefulSet, {
    metadata: { name, namespace, labels },
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: ownSelector(name) },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          priorityClassName: 'standard',
          // What is in memory goes to the volume before it stops.
          terminationGracePeriodSeconds: 60,
          securityContext: {
            ...restrictedPod,
            runAsUser: USER,
            runAsGroup: USER,
            fsGroup: USER,
            // Avoids a walk over every file at each start.
            fsGroupChangePolicy: 'OnRootMismatch',
          },
          initContainers: [keyMaker(image)],
          containers: [store(image, months)],
          volumes: [
            { name: 'keys', emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('1Mi') } },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'storage', labels: ownSelector(name) },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: ENCRYPTED_VOLUMES,
            resources: { requests: { storage: k8s.Quantity.fromString(volume) } },
          },
        },
      ],
    },
  });
}

/**
 * Makes a key for the calls that delete series or fill the disk. They are plain GET requests, which everybody who may
 * query Grafana can send through it; whoever really has to delete reads the key in the container.
 */
function keyMaker(image: string): k8s.Container {
  return {
    name: 'key',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/bin/sh', '-c', `umask 077 && head -c 32 /dev/urandom | base64 > ${KEY_FILE}`],
    resources: {
      requests: amounts({ cpu: '10m', memory: '16Mi' }),
      limits: amounts({ memory: '32Mi' }),
    },
    securityContext: restrictedContainer,
    volumeMounts: [{ name: 'keys', mountPath: KEYS }],
  };
}

function store(image: string, months: number): k8s.Container {
  const health = { httpGet: { path: '/health', port: k8s.IntOrString.fromString('metrics') } };
  return {
    name: victoriaMetrics.name,
    image,
    imagePullPolicy: 'IfNotPresent',
    args: [
      `-httpListenAddr=:${victoriaMetrics.port}`,
      `-storageDataPath=${STORAGE}`,
      `-retentionPeriod=${months}M`,
      // Both replicas of Prometheus write every sample; one of the two is kept.
      `-dedup.minScrapeInterval=${SCRAPE_INTERVAL}`,
      // Reading goes on when the volume is full.
      '-storage.minFreeDiskSpaceBytes=5GiB',
      '-loggerFormat=json',
      ...['delete', 'snapshot', 'forceMerge'].map((call) => `-${call}AuthKey=file://${KEY_FILE}`),
    ],
    ports: [{ name: 'metrics', containerPort: victoriaMetrics.port, protocol: 'TCP' }],
    resources: {
      requests: amounts(SIZE.requests),
      limits: amounts(SIZE.limits),
    },
    // The index of a year takes a while to open.
    startupProbe: { ...health, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...health, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 5 },
    securityContext: restrictedContainer,
    volumeMounts: [
      { name: 'storage', mountPath: STORAGE },
      { name: 'keys', mountPath: KEYS, readOnly: true },
    ],
  };
}
