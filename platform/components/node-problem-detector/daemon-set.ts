import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { add } from '../../kit/manifest.ts';
import { configDigest, everyNode, ownLabels, ownSelector } from '../../kit/node-agent.ts';
import { amounts } from '../../kit/resources.ts';
import { JOURNAL, KERNEL_MESSAGES, logMonitors, pluginMonitors } from './monitors.ts';

/** Of its metrics; by default it listens only on the loopback address. */
export const METRICS_PORT = 20257;

const IMAGE = 'node-problem-detector/node-problem-detector:v1.36.0';
const CONFIG_FOLDER = '/config';

/** Taken from every node, though it only waits for lines of the journal (S4-113). */
const SIZE = { requests: { cpu: '10m', memory: '80Mi' }, limits: { cpu: '100m', memory: '200Mi' } };

/** The detector on every node, with the files of its monitors (S4-108…S4-117, S4-264). */
export function addDetector(chart: Chart, cluster: Cluster, name: string, namespace: string): void {
  const labels = ownLabels(name);
  const config = `${name}-config`;
  const data = Object.fromEntries(
    Object.entries({ ...logMonitors, ...pluginMonitors }).map(([file, monitor]) => [
      file,
      `${JSON.stringify(monitor, undefined, 2)}\n`,
    ]),
  );
  add(chart, k8s.KubeConfigMap, { metadata: { name: config, namespace, labels }, data });
  add(chart, k8s.KubeDaemonSet, {
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: ownSelector(name) },
      template: {
        metadata: { labels, annotations: configDigest(data) },
        spec: {
          ...everyNode,
          tolerations: [...everyNode.tolerations],
          serviceAccountName: name,
          // It reports to the Kubernetes API.
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          containers: [container(cluster, name)],
          volumes: [
            { name: 'config', configMap: { name: config } },
            { name: 'kmsg', hostPath: { path: KERNEL_MESSAGES, type: 'CharDevice' } },
            // If it is missing, the journal stays in memory and the detector does not start.
            { name: 'log', hostPath: { path: JOURNAL, type: 'DirectoryOrCreate' } },
          ],
        },
      },
    },
  });
}

/**
 * Privileged, because the container runtime lets no other container open the kernel's messages; it may read two things
 * on the node and write nothing. It does not need the host's namespaces (S4-110): nothing here looks at processes,
 * and a pod in the network of the node would be outside every NetworkPolicy.
 */
function container(cluster: Cluster, name: string): k8s.Container {
  return {
    name,
    image: `${cached(cluster, 'registry.k8s.io')}/${IMAGE}`,
    imagePullPolicy: 'IfNotPresent',
    command: [
      '/node-problem-detector',
      '--logtostderr',
      `--config.system-log-monitor=${paths(logMonitors)}`,
      `--config.custom-plugin-monitor=${paths(pluginMonitors)}`,
      '--prometheus-address=0.0.0.0',
      `--prometheus-port=${METRICS_PORT}`,
    ],
    // The name of the host can be another than that of the node.
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }],
    ports: [{ name: 'metrics', containerPort: METRICS_PORT, protocol: 'TCP' }],
    resources: { requests: amounts(SIZE.requests), limits: amounts(SIZE.limits) },
    livenessProbe: {
      httpGet: { path: '/metrics', port: k8s.IntOrString.fromString('metrics') },
      initialDelaySeconds: 15,
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    securityContext: { privileged: true, readOnlyRootFilesystem: true, runAsUser: 0 },
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'kmsg', mountPath: KERNEL_MESSAGES, readOnly: true },
      { name: 'log', mountPath: JOURNAL, readOnly: true },
    ],
  };
}

function paths(monitors: Readonly<Record<string, unknown>>): string {
  return Object.keys(monitors)
    .map((file) => `${CONFIG_FOLDER}/${file}`)
    .join(',');
}
