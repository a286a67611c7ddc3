import { resourcesAtLeast } from '../evidence/amounts.ts';
import { rendered } from '../model/evidence.ts';
import { absent, contains, exactly, matching } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';

const BIT = 'fluent-bit/logging/daemonset-fluent-bit.yaml';
const bit = rendered(BIT);
const bitPod = rendered(BIT, 'spec.template.spec');
const bitContainer = rendered(BIT, 'spec.template.spec.containers[name=fluent-bit]');
const NPD = 'node-problem-detector/node-problem-detector/daemonset-node-problem-detector.yaml';
const npd = rendered(NPD);
const npdPod = rendered(NPD, 'spec.template.spec');
const npdContainer = rendered(NPD, 'spec.template.spec.containers[name=node-problem-detector]');

export const nodeAgents: EvidenceById = {
  'S4-98': [
    bit({
      kind: 'DaemonSet',
      'metadata.name': 'fluent-bit',
      'metadata.namespace': 'logging',
      'spec.selector.matchLabels': { app: 'fluent-bit' },
    }),
  ],
  'S4-99': [bit({ 'spec.updateStrategy': { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } } })],
  'S4-100': [
    bit({
      'spec.template.metadata.annotations["prometheus.io/scrape"]': absent,
      'spec.template.spec.containers[*].name': exactly(['fluent-bit']),
    }),
    rendered('fluent-bit/logging/podmonitor-fluent-bit.yaml')({
      'spec.podMetricsEndpoints[0].path': '/api/v2/metrics/prometheus',
    }),
  ],
  'S4-101': [bitPod({ serviceAccountName: 'fluent-bit', priorityClassName: 'system-node-critical' })],
  'S4-102': [
    bitContainer({
      image: matching(/docker-hub\/fluent\/fluent-bit:[\d.]+@sha256:[0-9a-f]{64}$/),
      'ports[name=metrics].containerPort': 2020,
    }),
  ],
  'S4-103': [
    bitContainer({
      ...resourcesAtLeast('resources', {
        requests: { cpu: '100m', memory: '128Mi' },
        limits: { cpu: '500m', memory: '512Mi' },
      }),
    }),
  ],
  'S4-104': [
    bitContainer({
      'volumeMounts[name=varlog]': { name: 'varlog', mountPath: '/var/log', readOnly: true },
      'volumeMounts[name=state].mountPath': '/var/lib/fluent-bit',
      'volumeMounts[name=config].mountPath': '/fluent-bit/etc',
    }),
  ],
  'S4-105': [
    bitContainer({
      'env[name=NODE_NAME].valueFrom.fieldRef.fieldPath': 'spec.nodeName',
      'env[name=CLUSTER_NAME].value': '{cluster_name}',
    }),
  ],
  'S4-106': [
    bitPod({
      'volumes[name=varlog].hostPath.path': '/var/log',
      'volumes[name=state].hostPath': { path: '/var/lib/fluent-bit', type: 'DirectoryOrCreate' },
      'volumes[name=config].configMap.name': 'fluent-bit-config',
    }),
  ],
  'S4-107': [bitPod({ tolerations: [{ operator: 'Exists' }] })],
  'S4-108': [
    npd({
      kind: 'DaemonSet',
      'metadata.name': 'node-problem-detector',
      'metadata.namespace': 'node-problem-detector',
      'spec.selector.matchLabels': { app: 'node-problem-detector' },
    }),
  ],
  'S4-109': [
    npdPod({ serviceAccountName: 'node-problem-detector', priorityClassName: 'system-node-critical' }),
  ],
  'S4-110': [npdPod({ hostNetwork: absent, hostPID: absent, serviceAccountName: 'node-problem-detector' })],
  'S4-111': [
    npdContainer({ image: matching(/kubernetes\/node-problem-detector\/node-problem-detector:v1\./) }),
  ],
  'S4-112': [
    npdContainer({
      command: contains(
        '--config.system-log-monitor=/config/kernel-monitor.json,/config/readonly-monitor.json,/config/systemd-monitor.json',
      ),
    }),
  ],
  'S4-113': [
    npdContainer({
      ...resourcesAtLeast('resources', {
        requests: { cpu: '10m', memory: '80Mi' },
        limits: { cpu: '100m', memory: '200Mi' },
      }),
    }),
  ],
  'S4-114': [npdContainer({ 'securityContext.privileged': true })],
  'S4-115': [
    npdContainer({
      'volumeMounts[name=log]': { name: 'log', mountPath: '/var/log/journal', readOnly: true },
      'volumeMounts[name=kmsg]': { name: 'kmsg', mountPath: '/dev/kmsg', readOnly: true },
      'volumeMounts[name=config]': { name: 'config', mountPath: '/config', readOnly: true },
    }),
  ],
  'S4-116': [
    npdPod({
      'volumes[name=log].hostPath.path': '/var/log/journal',
      'volumes[name=kmsg].hostPath.path': '/dev/kmsg',
      'volumes[name=config].configMap.name': 'node-problem-detector-config',
    }),
  ],
  'S4-117': [npdPod({ tolerations: [{ operator: 'Exists' }] }), npd({ 'spec.updateStrategy': absent })],
};
