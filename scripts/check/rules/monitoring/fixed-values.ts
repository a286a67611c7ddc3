/** Values that are all that there are, by label; for the metrics whose names fit. */
interface Fixed {
  readonly metrics: RegExp;
  readonly label: string;
  readonly values: readonly string[];
}

const TRUTH = ['true', 'false', 'unknown'];

/** @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics */
const FIXED: readonly Fixed[] = [
  {
    metrics: /^kube_pod_status_phase$/,
    label: 'phase',
    values: ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'],
  },
  { metrics: /^kube_namespace_status_phase$/, label: 'phase', values: ['Active', 'Terminating'] },
  {
    metrics: /^kube_persistentvolumeclaim_status_phase$/,
    label: 'phase',
    values: ['Bound', 'Lost', 'Pending'],
  },
  {
    metrics: /^kube_persistentvolume_status_phase$/,
    label: 'phase',
    values: ['Bound', 'Failed', 'Pending', 'Available', 'Released'],
  },
  { metrics: /^kube_\w+_status_condition$/, label: 'status', values: TRUTH },
  { metrics: /^kube_pod_status_(?:ready|scheduled)$/, label: 'condition', values: TRUTH },
  { metrics: /^kube_job_(?:complete|failed)$/, label: 'condition', values: TRUTH },
  {
    metrics: /^kube_deployment_status_condition$/,
    label: 'condition',
    values: ['Available', 'Progressing', 'ReplicaFailure'],
  },
  {
    metrics: /^kube_horizontalpodautoscaler_status_condition$/,
    label: 'condition',
    values: ['AbleToScale', 'ScalingActive', 'ScalingLimited'],
  },
  { metrics: /^kube_resourcequota$/, label: 'type', values: ['hard', 'used'] },
  {
    metrics: /^(?:istio_requests_total|istio_(?:request|response)_.*|istio_tcp_.*)$/,
    label: 'reporter',
    values: ['source', 'destination', 'waypoint'],
  },
  { metrics: /^istio_requests_total$/, label: 'response_code', values: codes() },
  { metrics: /^argocd_app_info$/, label: 'sync_status', values: ['Synced', 'OutOfSync', 'Unknown'] },
  {
    metrics: /^argocd_app_info$/,
    label: 'health_status',
    values: ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'],
  },
  {
    metrics: /^argocd_app_sync_total$/,
    label: 'phase',
    values: ['Running', 'Terminating', 'Failed', 'Error', 'Succeeded'],
  },
  {
    metrics: /^certmanager_certificate_ready_status$/,
    label: 'condition',
    values: ['True', 'False', 'Unknown'],
  },
  { metrics: /^externalsecret_status_condition$/, label: 'status', values: ['True', 'False', 'Unknown'] },
  { metrics: /^externalsecret_status_condition$/, label: 'condition', values: ['Ready', 'Deleted'] },
  { metrics: /^kube_node_status_condition$/, label: 'status', values: TRUTH },
  {
    metrics: /^node_cpu_seconds_total$/,
    label: 'mode',
    values: ['idle', 'user', 'system', 'iowait', 'irq', 'softirq', 'steal', 'nice'],
  },
];

function codes(): readonly string[] {
  return ['0', ...Array.from({ length: 500 }, (_, at) => String(100 + at))];
}

export function fixedValues(metric: string, label: string): readonly string[] | undefined {
  return FIXED.find((one) => one.label === label && one.metrics.test(metric))?.values;
}
