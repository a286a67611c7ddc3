import { nodeProblemAlerts } from '../../../platform/components/node-problem-detector/alerts.ts';
import { growing, type Series, steady } from '../../../scripts/prove-alerts/case.ts';
import { MINUTES, objectsOn, series } from './objects.ts';

const always = (value: number) => steady(value, MINUTES);
const NODE = { node: 'ip-10-0-11-7' };
const DISK = { ...NODE, device: '/dev/nvme0n1p1', mountpoint: '/', fstype: 'xfs' };

function machines(): Series {
  const [, problems = ''] = (nodeProblemAlerts()[0]?.expression ?? '').match(/condition=~"([^"]+)"/) ?? [];
  const bad = ['DiskPressure', 'MemoryPressure', 'PIDPressure', ...problems.split('|')];
  return {
    [series('kube_node_status_condition', { ...NODE, condition: 'Ready', status: 'true' })]: always(1),
    ...Object.fromEntries(
      bad.map((condition) => [
        series('kube_node_status_condition', { ...NODE, condition, status: 'true' }),
        always(0),
      ]),
    ),
    [series('node_cpu_seconds_total', { ...NODE, cpu: '0', mode: 'idle' })]: growing(40, MINUTES),
    [series('node_memory_MemAvailable_bytes', NODE)]: always(50),
    [series('node_memory_MemTotal_bytes', NODE)]: always(100),
    [series('node_filesystem_avail_bytes', DISK)]: always(60),
    [series('node_filesystem_size_bytes', DISK)]: always(100),
    [series('apiserver_request_total', { code: '200', verb: 'GET' })]: growing(6000, MINUTES),
    [series('coredns_dns_responses_total', { rcode: 'NOERROR' })]: growing(6000, MINUTES),
    [series('kube_pod_status_unschedulable', { namespace: 'kube-system', pod: 'coredns-1' })]: always(0),
  };
}

function volumes(cluster: string): Series {
  const claims = [
    // That of the chart's Prometheus is on every cluster.
    { name: 'prometheus-db-prometheus-0', namespace: 'monitoring' },
    ...objectsOn(cluster, 'PersistentVolumeClaim').map(({ name, namespace }) => ({ name, namespace })),
    ...objectsOn(cluster, 'StatefulSet').map(({ name, namespace }) => ({
      name: `data-${name}-0`,
      namespace,
    })),
  ];
  return Object.assign(
    {},
    ...claims.map(({ name, namespace }): Series => {
      const labels = { namespace, persistentvolumeclaim: name };
      return {
        [series('kubelet_volume_stats_available_bytes', labels)]: always(50),
        [series('kubelet_volume_stats_capacity_bytes', labels)]: always(100),
      };
    }),
  );
}

/** Nodes with room, the Kubernetes API and the names, and volumes that are half full. */
export function nodes(cluster: string): Series {
  return { ...machines(), ...volumes(cluster) };
}
