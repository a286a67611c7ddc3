import { type AlertCases, growing, steady } from './case.ts';

const CERTIFICATE = 'exported_namespace="triptrip-cache",name="redis-cluster"';
const REMOTE = 'pod="prometheus-0",remote_name="victoria-metrics"';

function certificateEnds(days: number) {
  const series = `certmanager_certificate_expiration_timestamp_seconds{${CERTIFICATE}}`;
  return { [series]: steady(days * 24 * 3600, 120) };
}

function readiness(ready: number, condition: string) {
  return {
    [`certmanager_certificate_ready_status{${CERTIFICATE},condition="True"}`]: steady(ready),
    [`certmanager_certificate_ready_status{${CERTIFICATE},condition="${condition}"}`]: steady(1 - ready),
  };
}

function lastBackup(values: string) {
  return { 'velero_backup_last_successful_timestamp{schedule="hourly"}': values };
}

function nodePool(usage: number) {
  const labels = 'nodepool="general",resource_type="cpu"';
  return {
    [`karpenter_nodepools_usage{${labels}}`]: steady(usage),
    [`karpenter_nodepools_limit{${labels}}`]: steady(100),
  };
}

/** Alerts on what has to be there when it is needed: certificates, backups, nodes, metrics of last year. */
export const storageCases: AlertCases = {
  CertificateNotReady: () => ({
    fires: readiness(0, 'False'),
    silent: readiness(1, 'False'),
    after: '20m',
    labels: { exported_namespace: 'triptrip-cache', name: 'redis-cluster' },
  }),
  CertificateExpiring: () => ({
    fires: certificateEnds(6),
    silent: certificateEnds(8),
    after: '90m',
    labels: { exported_namespace: 'triptrip-cache', name: 'redis-cluster' },
  }),
  BackupFailed: () => ({
    fires: { 'velero_backup_last_status{schedule="hourly"}': steady(0) },
    silent: { 'velero_backup_last_status{schedule="hourly"}': steady(1) },
    after: '10m',
    labels: { schedule: 'hourly' },
  }),
  BackupMissing: () => ({
    fires: lastBackup(steady(0, 180)),
    // One each hour, which takes some minutes; somebody's own backup in between counts for nothing.
    silent: {
      ...lastBackup('0x62 3720x59 7320x59'),
      'velero_backup_last_successful_timestamp{schedule=""}': steady(0, 180),
    },
    after: '150m',
    labels: { schedule: 'hourly' },
  }),
  NodeLaunchFailing: () => {
    const series =
      'karpenter_cloudprovider_errors_total{controller="nodeclaim.lifecycle",method="Create",provider="aws",error="InsufficientCapacityError"}';
    return {
      fires: { [series]: growing(1) },
      // A few types had no capacity, and then one had some.
      silent: { [series]: '0x20 3x40' },
      after: '35m',
      labels: { error: 'InsufficientCapacityError' },
    };
  },
  NodePoolNearlyFull: () => ({
    fires: nodePool(95),
    silent: nodePool(85),
    after: '20m',
    labels: { nodepool: 'general', resource_type: 'cpu' },
  }),
  LongTermMetricsBehind: () => {
    const series = `prometheus_remote_storage_queue_highest_sent_timestamp_seconds{${REMOTE}}`;
    return {
      fires: { [series]: steady(0) },
      silent: { [series]: growing(60) },
      after: '30m',
      labels: { pod: 'prometheus-0', remote_name: 'victoria-metrics' },
    };
  },
  LongTermMetricsLost: () => {
    const series = `prometheus_remote_storage_samples_failed_total{${REMOTE}}`;
    return {
      fires: { [series]: growing(30) },
      silent: { [series]: steady(12) },
      after: '25m',
      labels: { pod: 'prometheus-0', remote_name: 'victoria-metrics' },
    };
  },
  LongTermMetricsReadOnly: () => ({
    fires: { 'vm_storage_is_read_only{pod="victoria-metrics-0",path="/storage"}': steady(1) },
    silent: { 'vm_storage_is_read_only{pod="victoria-metrics-0",path="/storage"}': steady(0) },
    after: '5m',
    labels: { pod: 'victoria-metrics-0' },
  }),
};
