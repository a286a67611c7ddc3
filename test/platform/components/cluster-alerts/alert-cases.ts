import { type AlertCases, growing, OBJECTS_KNOWN, steady } from '../../../../scripts/prove-alerts/case.ts';

const NODE = 'node="ip-10-0-11-7"';

function condition(type: string, status: 'true' | 'false') {
  return `kube_node_status_condition{${NODE},condition="${type}",status="${status}"}`;
}

/** A share of a minute that the CPU is idle, as seconds. */
function idle(share: number) {
  return { [`node_cpu_seconds_total{${NODE},cpu="0",mode="idle"}`]: growing(60 * share) };
}

function memory(available: number) {
  return {
    [`node_memory_MemAvailable_bytes{${NODE}}`]: steady(available),
    [`node_memory_MemTotal_bytes{${NODE}}`]: steady(100),
  };
}

function disk(available: number, filesystem = 'xfs') {
  const labels = `${NODE},device="/dev/nvme0n1p1",mountpoint="/",fstype="${filesystem}"`;
  return {
    [`node_filesystem_avail_bytes{${labels}}`]: steady(available),
    [`node_filesystem_size_bytes{${labels}}`]: steady(100),
  };
}

function volume(available: number) {
  const labels = 'namespace="triptrip-cache",persistentvolumeclaim="data-redis-cluster-0"';
  return {
    [`kubelet_volume_stats_available_bytes{${labels}}`]: steady(available),
    [`kubelet_volume_stats_capacity_bytes{${labels}}`]: steady(100),
  };
}

/** So many answers in a hundred with that value of the label, the rest with the good one. */
function shares(metric: string, label: string, bad: string, good: string, percent: number) {
  return {
    [`${metric}{${label}="${bad}",verb="GET"}`]: growing(percent * 6),
    [`${metric}{${label}="${good}",verb="GET"}`]: growing((100 - percent) * 6),
  };
}

function deployment(namespace: string, available: number, wanted: number) {
  const labels = `namespace="${namespace}",deployment="keda-operator"`;
  return {
    [`kube_deployment_status_replicas_available{${labels}}`]: steady(available),
    [`kube_deployment_spec_replicas{${labels}}`]: steady(wanted),
  };
}

function statefulSet(ready: number, wanted: number) {
  const labels = 'namespace="keda",statefulset="store"';
  return {
    [`kube_statefulset_status_replicas_ready{${labels}}`]: steady(ready),
    [`kube_statefulset_replicas{${labels}}`]: steady(wanted),
  };
}

function agents(ready: number) {
  const labels = 'namespace="logging",daemonset="fluent-bit"';
  return {
    [`kube_daemonset_status_desired_number_scheduled{${labels}}`]: steady(6),
    [`kube_daemonset_status_number_ready{${labels}}`]: steady(ready),
  };
}

function quota(used: number) {
  const labels = 'namespace="prod",resourcequota="quota",resource="requests.cpu"';
  return {
    [`kube_resourcequota{${labels},type="used"}`]: steady(used),
    [`kube_resourcequota{${labels},type="hard"}`]: steady(100),
  };
}

/** Alerts on nodes and on the cluster as a whole. */
export const alertCases: AlertCases = {
  NodeCpuHigh: () => ({
    fires: idle(0.15),
    silent: idle(0.25),
    after: '15m',
    labels: { node: 'ip-10-0-11-7' },
  }),
  NodeMemoryHigh: () => ({
    fires: memory(14),
    silent: memory(16),
    after: '10m',
    labels: { node: 'ip-10-0-11-7' },
  }),
  NodeNotReady: () => ({
    fires: { [condition('Ready', 'true')]: steady(0) },
    silent: { [condition('Ready', 'true')]: steady(1) },
    after: '10m',
    labels: { node: 'ip-10-0-11-7', condition: 'Ready', status: 'true' },
  }),
  NodeUnderPressure: () => ({
    fires: { [condition('DiskPressure', 'true')]: steady(1) },
    silent: {
      [condition('DiskPressure', 'false')]: steady(1),
      [condition('DiskPressure', 'true')]: steady(0),
    },
    after: '10m',
    labels: { node: 'ip-10-0-11-7', condition: 'DiskPressure', status: 'true' },
  }),
  NodeDiskFilling: () => ({
    fires: disk(10),
    silent: disk(10, 'tmpfs'),
    after: '20m',
    labels: { node: 'ip-10-0-11-7', mountpoint: '/' },
  }),
  KubernetesApiUnreachable: () => ({
    fires: { 'up{job="apiserver",instance="10.0.11.4:443"}': steady(0) },
    silent: {
      'up{job="apiserver",instance="10.0.11.4:443"}': steady(0),
      'up{job="apiserver",instance="10.0.12.4:443"}': steady(1),
    },
    after: '10m',
    labels: {},
  }),
  KubernetesApiErrors: () => ({
    fires: shares('apiserver_request_total', 'code', '503', '200', 10),
    silent: shares('apiserver_request_total', 'code', '503', '200', 2),
    after: '20m',
    labels: {},
  }),
  DnsFailing: () => ({
    fires: shares('coredns_dns_responses_total', 'rcode', 'SERVFAIL', 'NOERROR', 10),
    // A name that does not exist is an answer.
    silent: shares('coredns_dns_responses_total', 'rcode', 'NXDOMAIN', 'NOERROR', 40),
    after: '15m',
    labels: {},
  }),
  PlatformDeploymentDown: () => ({
    fires: deployment('keda', 0, 2),
    // Scaled to nothing on purpose.
    silent: deployment('keda', 0, 0),
    after: '10m',
    labels: { namespace: 'keda', deployment: 'keda-operator' },
  }),
  PlatformAgentMissing: () => ({
    fires: agents(5),
    silent: agents(6),
    after: '20m',
    labels: { namespace: 'logging', daemonset: 'fluent-bit' },
  }),
  PlatformStatefulSetDown: () => ({
    fires: statefulSet(0, 1),
    silent: statefulSet(0, 0),
    after: '10m',
    labels: { namespace: 'keda', statefulset: 'store' },
  }),
  PlatformStatefulSetIncomplete: () => ({
    fires: statefulSet(2, 3),
    silent: statefulSet(3, 3),
    after: '20m',
    labels: { namespace: 'keda', statefulset: 'store' },
  }),
  PlatformWorkloadGone: () => {
    const created = 'kube_deployment_created{namespace="keda",deployment="keda-operator"}';
    return {
      fires: { ...OBJECTS_KNOWN, [created]: '1x30 _x60' },
      silent: { ...OBJECTS_KNOWN, [created]: steady(1, 120) },
      // kube-state-metrics is away, and with it everything that it knows.
      alsoSilent: [{ [created]: '1x30 _x60' }],
      after: '75m',
      labels: { namespace: 'keda', deployment: 'keda-operator' },
    };
  },
  PlatformReplicasRefused: () => {
    const series =
      'kube_deployment_status_condition{namespace="keda",deployment="keda-operator",condition="ReplicaFailure",status="true"}';
    return {
      fires: { [series]: steady(1) },
      silent: { [series]: steady(0) },
      after: '10m',
      labels: { namespace: 'keda', deployment: 'keda-operator' },
    };
  },
  PlatformJobFailed: () => {
    const labels = 'namespace="keda",job_name="any-29387520"';
    return {
      fires: { [`kube_job_status_failed{${labels}}`]: steady(1) },
      alsoFires: [{ [`kube_job_failed{${labels},condition="true"}`]: steady(1) }],
      silent: { [`kube_job_status_failed{${labels}}`]: steady(0) },
      after: '5m',
      labels: { namespace: 'keda', job_name: 'any-29387520' },
    };
  },
  PodsUnschedulable: () => ({
    fires: { 'kube_pod_status_unschedulable{namespace="prod",pod="user-service-1"}': steady(1) },
    silent: { 'kube_pod_status_unschedulable{namespace="prod",pod="user-service-1"}': '1x10 0x50' },
    after: '20m',
    labels: { namespace: 'prod' },
  }),
  QuotaNearlyUsed: () => ({
    fires: quota(97),
    silent: quota(93),
    after: '20m',
    labels: { namespace: 'prod', resource: 'requests.cpu' },
  }),
  VolumeFilling: () => ({
    fires: volume(10),
    silent: volume(20),
    after: '20m',
    labels: { namespace: 'triptrip-cache', persistentvolumeclaim: 'data-redis-cluster-0' },
  }),
};
