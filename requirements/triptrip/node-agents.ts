import { resourcesAtLeast } from '../evidence/amounts.ts';
import { rendered } from '../model/evidence.ts';
import { absent, contains, exactly, matching } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const BIT = 'fluent-bit/logging/daemonset-fluent-bit.yaml';
const bit = rendered(BIT);
const bitPod = rendered(BIT, 'spec.template.spec');
const bitContainer = rendered(BIT, 'spec.template.spec.containers[name=fluent-bit]');
const NPD = 'node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml';
const npd = rendered(NPD);
const npdPod = rendered(NPD, 'spec.template.spec');
const npdContainer = rendered(NPD, 'spec.template.spec.containers[name=node-problem-detector]');

export const nodeAgents: Section<Row> = {
  title: 'Agents on every node',
  entries: [
    otherwise(
      'S4-98',
      'K',
      'The DaemonSet `fluent-bit` in `monitoring`',
      'In `logging`, which alone has to be privileged (X-28).',
      bit({
        kind: 'DaemonSet',
        'metadata.name': 'fluent-bit',
        'metadata.namespace': 'logging',
        'spec.selector.matchLabels': { app: 'fluent-bit' },
      }),
    ),
    done(
      'S4-99',
      'K',
      'One node at a time',
      bit({ 'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } }),
    ),
    otherwise(
      'S4-100',
      'K',
      'Annotations for scraping',
      'A PodMonitor, with the path that Fluent Bit has (X-77, X-78).',
      bit({
        'spec.template.metadata.annotations["prometheus.io/scrape"]': absent,
        'spec.template.spec.containers[*].name': exactly(['fluent-bit']),
      }),
      rendered('fluent-bit/logging/podmonitor-fluent-bit.yaml')({
        'spec.podMetricsEndpoints[0].path': '/api/v2/metrics/prometheus',
      }),
    ),
    done(
      'S4-101',
      'K',
      'Account and priority',
      bitPod({ serviceAccountName: 'fluent-bit', priorityClassName: 'system-node-critical' }),
    ),
    otherwise(
      'S4-102',
      'K',
      'Image 2.2 and port 2020',
      'A release that is maintained, by digest, from the registry of the own region (X-108).',
      bitContainer({
        image: matching(/docker-hub\/fluent\/fluent-bit:[\d.]+@sha256:[0-9a-f]{64}$/),
        'ports[name=metrics].containerPort': 2020,
      }),
    ),
    done(
      'S4-103',
      'K',
      'Requests and limits',
      bitContainer({
        ...resourcesAtLeast('resources', {
          requests: { cpu: '100m', memory: '128Mi' },
          limits: { cpu: '500m', memory: '512Mi' },
        }),
      }),
    ),
    otherwise(
      'S4-104',
      'K',
      'Mounts of logs, of Docker and of the settings',
      'No Docker; a place to keep how far it has read (X-79).',
      bitContainer({
        'volumeMounts[name=varlog]': { name: 'varlog', mountPath: '/var/log', readOnly: true },
        'volumeMounts[name=state].mountPath': '/var/lib/fluent-bit',
        'volumeMounts[name=config].mountPath': '/fluent-bit/etc',
      }),
    ),
    done(
      'S4-105',
      'K',
      'Names of node and cluster',
      bitContainer({
        'env[name=NODE_NAME].valueFrom.fieldRef.fieldPath': 'spec.nodeName',
        'env[name=CLUSTER_NAME].value': '{cluster_name}',
      }),
    ),
    otherwise(
      'S4-106',
      'K',
      'Volumes of logs, of Docker and of the settings',
      'No Docker; the state on the node (X-79).',
      bitPod({
        'volumes[name=varlog].hostPath.path': '/var/log',
        'volumes[name=state].hostPath': { path: '/var/lib/fluent-bit', type: 'DirectoryOrCreate' },
        'volumes[name=config].configMap.name': 'fluent-bit-config',
      }),
    ),
    done(
      'S4-107',
      'K',
      'On every node, whatever its taints',
      bitPod({ tolerations: [{ operator: 'Exists' }] }),
    ),
    otherwise(
      'S4-108',
      'K',
      'The DaemonSet `node-problem-detector` in `kube-system`',
      'In a namespace of its own, whose policies hold it.',
      npd({
        kind: 'DaemonSet',
        'metadata.name': 'node-problem-detector',
        'metadata.namespace': 'node-problem-detector',
        'spec.selector.matchLabels': { app: 'node-problem-detector' },
      }),
    ),
    done(
      'S4-109',
      'K',
      'Account and priority',
      npdPod({ serviceAccountName: 'node-problem-detector', priorityClassName: 'system-node-critical' }),
    ),
    otherwise(
      'S4-110',
      'K',
      'The network and the processes of the host',
      'Neither: what it watches needs only the kernel’s messages and the journal, and a pod in the host’s network is outside every policy.',
      npdPod({ hostNetwork: absent, hostPID: absent, serviceAccountName: 'node-problem-detector' }),
    ),
    otherwise(
      'S4-111',
      'K',
      'Image v0.8.14',
      'A release that is maintained, from the registry of the own region (X-108).',
      npdContainer({ image: matching(/kubernetes\/node-problem-detector\/node-problem-detector:v1\./) }),
    ),
    otherwise(
      'S4-112',
      'K',
      'Monitors of the kernel and of Docker',
      'Of the kernel, of read-only file systems, of kubelet and containerd (X-80).',
      npdContainer({
        command: contains(
          '--config.system-log-monitor=/config/kernel-monitor.json,/config/readonly-monitor.json,/config/systemd-monitor.json',
        ),
      }),
    ),
    done(
      'S4-113',
      'K',
      'Requests and limits',
      npdContainer({
        ...resourcesAtLeast('resources', {
          requests: { cpu: '10m', memory: '80Mi' },
          limits: { cpu: '100m', memory: '200Mi' },
        }),
      }),
    ),
    done('S4-114', 'K', 'A privileged container', npdContainer({ 'securityContext.privileged': true })),
    otherwise(
      'S4-115',
      'K',
      'Logs, kernel messages and settings, read-only',
      'Of the logs only the journal, which is all that it reads.',
      npdContainer({
        'volumeMounts[name=log]': { name: 'log', mountPath: '/var/log/journal', readOnly: true },
        'volumeMounts[name=kmsg]': { name: 'kmsg', mountPath: '/dev/kmsg', readOnly: true },
        'volumeMounts[name=config]': { name: 'config', mountPath: '/config', readOnly: true },
      }),
    ),
    otherwise(
      'S4-116',
      'K',
      'Volumes of the same',
      'Of the logs only the journal.',
      npdPod({
        'volumes[name=log].hostPath.path': '/var/log/journal',
        'volumes[name=kmsg].hostPath.path': '/dev/kmsg',
        'volumes[name=config].configMap.name': 'node-problem-detector-config',
      }),
    ),
    done(
      'S4-117',
      'K',
      'On every node; the default of updates',
      npdPod({ tolerations: [{ operator: 'Exists' }] }),
      npd({ 'spec.updateStrategy': absent }),
    ),
  ],
};
