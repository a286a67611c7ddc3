import type { DashboardDeclaration } from './declaration.ts';

const IN = 'namespace=~"$namespace"';

/** Whether what keeps data in the cluster is whole and has room: Redis, and every other StatefulSet. */
export const stores: DashboardDeclaration = {
  uid: 'stores',
  title: 'Redis and other stores',
  description: 'StatefulSets of a namespace: nodes, CPU, memory, network and volumes.',
  variables: [
    { name: 'namespace', label: 'Namespace', values: 'label_values(kube_statefulset_replicas, namespace)' },
  ],
  range: '6h',
  rows: [
    {
      title: 'Nodes',
      panels: [
        {
          kind: 'lines',
          title: 'Nodes that are missing',
          description: 'Wanted minus ready. One of Redis is a warning, two may be a whole shard.',
          width: 8,
          unit: 'short',
          red: 1,
          queries: [
            {
              expression: `sum by (namespace, statefulset) (kube_statefulset_replicas{${IN}}) - sum by (namespace, statefulset) (kube_statefulset_status_replicas_ready{${IN}})`,
              legend: '{{statefulset}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Restarts',
          description: 'In the last hour. Each one of a master is a failover.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: `sum by (pod) (increase(kube_pod_container_status_restarts_total{${IN}}[1h]))`,
              legend: '{{pod}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Network',
          description: 'Bytes a second that come in. One node far above the others has a hot key.',
          width: 8,
          unit: 'Bps',
          queries: [
            {
              expression: `sum by (pod) (rate(container_network_receive_bytes_total{${IN}}[$__rate_interval]))`,
              legend: '{{pod}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Room',
      panels: [
        {
          kind: 'lines',
          title: 'CPU',
          description: 'In cores. Redis answers with one of them: at 1 it is full, whatever the limit says.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: `sum by (pod) (rate(container_cpu_usage_seconds_total{${IN}, container!=""}[$__rate_interval]))`,
              legend: '{{pod}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Memory of its limit',
          description:
            'At 100 % the kernel kills the process. Redis refuses writes before that, at its maxmemory.',
          width: 8,
          unit: 'percentunit',
          max: 1,
          red: 0.9,
          queries: [
            {
              expression: `sum by (pod) (container_memory_working_set_bytes{${IN}, container!=""}) / sum by (pod) (kube_pod_container_resource_limits{${IN}, resource="memory"})`,
              legend: '{{pod}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Volumes',
          description: 'Used share. Below 15 % free there is an alert; volumes can be made larger in place.',
          width: 8,
          unit: 'percentunit',
          max: 1,
          red: 0.85,
          queries: [
            {
              expression: `1 - kubelet_volume_stats_available_bytes{${IN}} / kubelet_volume_stats_capacity_bytes{${IN}}`,
              legend: '{{persistentvolumeclaim}}',
            },
          ],
        },
      ],
    },
  ],
};
