import type { Alert } from '../../kit/alerting/alert.ts';

/** Real disks, without what lives in memory. */
const DISKS = 'fstype!~"tmpfs|overlay|squashfs",mountpoint!~"/boot.*"';

/** The nodes (S2-85, S2-86): the numbers of the CloudWatch alarms, which have no metric for memory at all (S2-80). */
export const nodeAlerts: readonly Alert[] = [
  {
    alert: 'NodeCpuHigh',
    expression: '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.8',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.node }} uses {{ $value | humanizePercentage }} of its CPU',
    description: 'Pods without spare CPU become slow, and probes may time out.',
  },
  {
    alert: 'NodeMemoryHigh',
    expression: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.85',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.node }} uses {{ $value | humanizePercentage }} of its memory',
    description: 'A little more, and the kubelet evicts pods or the kernel kills them.',
  },
  {
    alert: 'NodeNotReady',
    expression: 'kube_node_status_condition{condition="Ready",status="true"} == 0',
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.node }} is not ready',
    description: 'Its pods are being replaced. What has a volume in its zone waits until the node is gone.',
  },
  {
    alert: 'NodeUnderPressure',
    expression:
      'kube_node_status_condition{condition=~"DiskPressure|MemoryPressure|PIDPressure",status="true"} == 1',
    for: '5m',
    severity: 'warning',
    summary: '{{ $labels.node }} is under {{ $labels.condition }}',
    description: 'The kubelet evicts pods there and takes no new ones.',
  },
  {
    alert: 'NodeDiskFilling',
    expression: `min by (node, mountpoint) (node_filesystem_avail_bytes{${DISKS}} / node_filesystem_size_bytes{${DISKS}}) < 0.15`,
    for: '15m',
    severity: 'warning',
    summary: 'A disk of {{ $labels.node }} has {{ $value | humanizePercentage }} left',
    description: '{{ $labels.mountpoint }} fills up. Below a tenth the kubelet evicts pods.',
  },
];
