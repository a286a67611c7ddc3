import { counter, type Exporter, gauge, histogram } from './metric.ts';

const OF_POD = ['namespace', 'pod', 'uid'];
const OF_CONTAINER = [...OF_POD, 'container'];

/** The state of the objects of the cluster. Its chart keeps the label `namespace` of the object. */
export const kubeStateMetrics: Exporter = {
  name: 'kube-state-metrics',
  unit: 'kube-prometheus-stack',
  source: 'https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics',
  metrics: {
    // Of the Applications of a hub; paused-applications.ts makes it.
    kube_customresource_application_paused: gauge('name', 'project'),
    kube_daemonset_status_desired_number_scheduled: gauge('namespace', 'daemonset'),
    kube_daemonset_status_number_ready: gauge('namespace', 'daemonset'),
    kube_deployment_created: gauge('namespace', 'deployment'),
    kube_deployment_spec_replicas: gauge('namespace', 'deployment'),
    kube_deployment_status_condition: gauge('namespace', 'deployment', 'condition', 'status', 'reason'),
    kube_deployment_status_replicas: gauge('namespace', 'deployment'),
    kube_deployment_status_replicas_available: gauge('namespace', 'deployment'),
    kube_deployment_status_replicas_unavailable: gauge('namespace', 'deployment'),
    kube_horizontalpodautoscaler_spec_max_replicas: gauge('namespace', 'horizontalpodautoscaler'),
    kube_horizontalpodautoscaler_spec_min_replicas: gauge('namespace', 'horizontalpodautoscaler'),
    kube_horizontalpodautoscaler_status_current_replicas: gauge('namespace', 'horizontalpodautoscaler'),
    kube_horizontalpodautoscaler_status_condition: gauge(
      ...['namespace', 'horizontalpodautoscaler', 'condition', 'status'],
    ),
    kube_horizontalpodautoscaler_status_desired_replicas: gauge('namespace', 'horizontalpodautoscaler'),
    kube_job_failed: gauge('namespace', 'job_name', 'condition'),
    kube_job_status_failed: gauge('namespace', 'job_name', 'reason'),
    kube_namespace_status_phase: gauge('namespace', 'phase'),
    kube_node_info: gauge('node', 'kubelet_version', 'container_runtime_version', 'os_image'),
    kube_node_spec_unschedulable: gauge('node'),
    kube_node_status_allocatable: gauge('node', 'resource', 'unit'),
    kube_node_status_condition: gauge('node', 'condition', 'status'),
    kube_pod_container_info: gauge(...OF_CONTAINER, 'image', 'image_id', 'image_spec', 'container_id'),
    kube_pod_container_resource_limits: gauge(...OF_CONTAINER, 'node', 'resource', 'unit'),
    kube_pod_container_resource_requests: gauge(...OF_CONTAINER, 'node', 'resource', 'unit'),
    kube_pod_container_status_last_terminated_reason: gauge(...OF_CONTAINER, 'reason'),
    kube_pod_container_status_restarts_total: counter(...OF_CONTAINER),
    kube_pod_container_status_waiting_reason: gauge(...OF_CONTAINER, 'reason'),
    kube_pod_info: gauge(...OF_POD, 'node', 'host_ip', 'pod_ip', 'created_by_kind', 'created_by_name'),
    kube_pod_status_phase: gauge(...OF_POD, 'phase'),
    kube_pod_status_ready: gauge(...OF_POD, 'condition'),
    kube_pod_status_unschedulable: gauge(...OF_POD),
    kube_resourcequota: gauge('namespace', 'resourcequota', 'resource', 'type'),
    kube_daemonset_created: gauge('namespace', 'daemonset'),
    kube_statefulset_created: gauge('namespace', 'statefulset'),
    kube_statefulset_replicas: gauge('namespace', 'statefulset'),
    kube_statefulset_status_replicas_ready: gauge('namespace', 'statefulset'),
  },
};

/** The kubelet of every node, and cAdvisor inside it. */
export const kubelet: Exporter = {
  name: 'kubelet',
  unit: 'kube-prometheus-stack',
  source: 'https://kubernetes.io/docs/reference/instrumentation/metrics/',
  metrics: {
    container_cpu_cfs_periods_total: counter('namespace', 'pod', 'container', 'node'),
    container_cpu_cfs_throttled_periods_total: counter('namespace', 'pod', 'container', 'node'),
    container_cpu_usage_seconds_total: counter('namespace', 'pod', 'container', 'image', 'id', 'node'),
    container_memory_working_set_bytes: gauge('namespace', 'pod', 'container', 'image', 'id', 'node'),
    container_network_receive_bytes_total: counter('namespace', 'pod', 'interface', 'node'),
    container_network_transmit_bytes_total: counter('namespace', 'pod', 'interface', 'node'),
    kubelet_volume_stats_available_bytes: gauge('namespace', 'persistentvolumeclaim', 'node'),
    kubelet_volume_stats_capacity_bytes: gauge('namespace', 'persistentvolumeclaim', 'node'),
    kubelet_volume_stats_inodes: gauge('namespace', 'persistentvolumeclaim', 'node'),
    kubelet_volume_stats_inodes_free: gauge('namespace', 'persistentvolumeclaim', 'node'),
  },
};

/** What AWS runs and allows to be read. */
export const apiServer: Exporter = {
  name: 'kube-apiserver',
  source: 'https://kubernetes.io/docs/reference/instrumentation/metrics/',
  metrics: {
    apiserver_request_total: counter('code', 'resource', 'verb', 'group', 'version', 'scope'),
    apiserver_request_duration_seconds: histogram('resource', 'verb', 'group', 'version', 'scope'),
  },
};

/** The cluster's DNS, an add-on of EKS. */
export const coreDns: Exporter = {
  name: 'CoreDNS',
  source: 'https://coredns.io/plugins/metrics/',
  metrics: {
    coredns_dns_request_duration_seconds: histogram('server', 'zone', 'namespace', 'pod'),
    coredns_dns_requests_total: counter('server', 'zone', 'proto', 'type', 'namespace', 'pod'),
    coredns_dns_responses_total: counter('server', 'zone', 'rcode', 'plugin', 'namespace', 'pod'),
  },
};

const DEVICE = ['instance', 'node', 'device'];
const MOUNT = [...DEVICE, 'mountpoint', 'fstype'];

/** CPU, memory, disks and network of each node; `instance` and `node` are the name of the node. */
export const nodeExporter: Exporter = {
  name: 'node-exporter',
  unit: 'node-exporter',
  alive: 'node_memory_MemTotal_bytes',
  source: 'https://github.com/prometheus/node_exporter/tree/master/collector/fixtures',
  metrics: {
    node_cpu_seconds_total: counter('instance', 'node', 'cpu', 'mode'),
    node_disk_io_time_seconds_total: counter(...DEVICE),
    node_filesystem_avail_bytes: gauge(...MOUNT),
    node_filesystem_files: gauge(...MOUNT),
    node_filesystem_files_free: gauge(...MOUNT),
    node_filesystem_readonly: gauge(...MOUNT),
    node_filesystem_size_bytes: gauge(...MOUNT),
    node_load1: gauge('instance', 'node'),
    node_load5: gauge('instance', 'node'),
    node_memory_MemAvailable_bytes: gauge('instance', 'node'),
    node_memory_MemTotal_bytes: gauge('instance', 'node'),
    node_network_receive_bytes_total: counter(...DEVICE),
    node_network_transmit_bytes_total: counter(...DEVICE),
  },
};

/** Problems of nodes that Kubernetes does not see by itself. */
export const nodeProblemDetector: Exporter = {
  name: 'node-problem-detector',
  unit: 'node-problem-detector',
  source: 'https://github.com/kubernetes/node-problem-detector/tree/master/pkg/problemmetrics',
  metrics: {
    problem_counter: counter('namespace', 'pod', 'reason'),
    problem_gauge: gauge('namespace', 'pod', 'type', 'reason'),
  },
};
