import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

const REMOTE = 'pod="prometheus-0",remote_name="victoria-metrics"';

export const alertCases: AlertCases = {
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
