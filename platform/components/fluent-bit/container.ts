import { k8s } from 'cdk8s-plus-29';
import { dump } from 'js-yaml';
import type { Cluster } from '../../../clusters/index.ts';
import { cached } from '../../kit/image-registry.ts';
import { confinedContainer } from '../../kit/pod-hardening.ts';
import { amounts } from '../../kit/resources.ts';

import { type Configuration, PORT, STATE } from './pipeline.ts';

/** Hides the folder of the image, whose parsers file we do not use: the only parser named here is built in. */
const CONFIG_FOLDER = '/fluent-bit/etc';
const CONFIG_FILE = 'fluent-bit.yaml';

/** The index of all architectures, so that nodes of either kind run the same release. */
const IMAGE =
  'fluent/fluent-bit:5.1.2@sha256:d792375ca8e53be72fc25716c28f291f32c6fc6f4f31d12d0d14bc78cefe9226';

/** Metrics with the name of each input and output. */
export const METRICS_PATH = '/api/v2/metrics/prometheus';

/** The data of the ConfigMap. */
export function configData(configuration: Configuration): Record<string, string> {
  return { [CONFIG_FILE]: dump(configuration, { lineWidth: -1, noRefs: true, quoteStyle: 'double' }) };
}

/** The container of the agent and of the reader of events; both mount volumes `config` and `state`. */
export function fluentBitContainer(
  cluster: Cluster,
  name: string,
  size: { readonly requests: Amount; readonly limits: Amount },
): k8s.Container {
  const server = { port: k8s.IntOrString.fromString('metrics') };
  return {
    name,
    image: `${cached(cluster, 'docker.io')}/${IMAGE}`,
    imagePullPolicy: 'IfNotPresent',
    command: ['/fluent-bit/bin/fluent-bit'],
    args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
    env: [
      { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'CLUSTER_NAME', value: cluster.terraform.clusterName },
    ],
    ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
    resources: { requests: amounts(size.requests), limits: amounts(size.limits) },
    // Errors of delivery count here: an update that cannot deliver stops at the first node.
    readinessProbe: { httpGet: { path: '/api/v1/health', ...server }, periodSeconds: 10, timeoutSeconds: 5 },
    // They do not count here: a restart of every agent does not bring CloudWatch back.
    livenessProbe: {
      httpGet: { path: '/api/v1/uptime', ...server },
      initialDelaySeconds: 15,
      periodSeconds: 20,
      timeoutSeconds: 5,
      failureThreshold: 3,
    },
    securityContext: confinedContainer,
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'state', mountPath: STATE },
    ],
  };
}

interface Amount {
  readonly cpu: string;
  readonly memory: string;
}
