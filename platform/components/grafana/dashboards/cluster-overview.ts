import type { DashboardDeclaration } from './declaration.ts';
import { thresholds } from './thresholds.ts';

/** Whether the cluster as a whole is healthy, and whether there is room (S2-69). */
export const clusterOverview: DashboardDeclaration = {
  uid: 'cluster-overview',
  title: 'Cluster overview',
  description: 'Nodes, pods, CPU, memory and network of this cluster.',
  variables: [],
  range: '6h',
  rows: [
    {
      title: 'Size',
      panels: [
        {
          kind: 'number',
          title: 'Nodes',
          description:
            'Nodes that the cluster has. The node scaler adds them while pods wait, and takes them away.',
          width: 6,
          unit: 'short',
          queries: [{ expression: 'count(kube_node_info)', legend: 'nodes' }],
        },
        {
          kind: 'number',
          title: 'Nodes that are not ready',
          description: 'Their pods move elsewhere after five minutes. Look at the conditions of the node.',
          width: 6,
          unit: 'short',
          red: 1,
          queries: [
            {
              expression: 'sum(kube_node_status_condition{condition="Ready", status=~"false|unknown"})',
              legend: 'nodes',
            },
          ],
        },
        {
          kind: 'number',
          title: 'Pods that run',
          description: 'All namespaces together, the platform included.',
          width: 6,
          unit: 'short',
          queries: [{ expression: 'sum(kube_pod_status_phase{phase="Running"})', legend: 'pods' }],
        },
        {
          kind: 'number',
          title: 'Pods that wait',
          description:
            'For a node, a volume or an image. Some for minutes are normal while the cluster grows.',
          width: 6,
          unit: 'short',
          red: 10,
          queries: [{ expression: 'sum(kube_pod_status_phase{phase="Pending"})', legend: 'pods' }],
        },
      ],
    },
    {
      title: 'CPU and memory',
      panels: [
        {
          kind: 'lines',
          title: 'CPU of each node',
          description:
            'Share of the CPU that is not idle. Above 80 % for five minutes there is an alert (S2-85).',
          width: 12,
          unit: 'percentunit',
          max: 1,
          red: thresholds.cpu,
          queries: [
            {
              expression: '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))',
              legend: '{{node}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Memory of each node',
          description:
            'Share that no new process could get. Above 85 % for five minutes there is an alert (S2-86).',
          width: 12,
          unit: 'percentunit',
          max: 1,
          red: thresholds.memory,
          queries: [
            {
              expression: '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes',
              legend: '{{node}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Requested of what can be had',
          description:
            'Requests of all pods over what the nodes offer. Near 100 % the next pod waits for a new node.',
          width: 8,
          unit: 'percentunit',
          queries: ['cpu', 'memory'].map((resource) => ({
            expression: `sum(kube_pod_container_resource_requests{resource="${resource}"}) / sum(kube_node_status_allocatable{resource="${resource}"})`,
            legend: resource,
          })),
        },
        {
          kind: 'lines',
          title: 'CPU of each namespace',
          description: 'In cores.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression:
                'topk(10, sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=""}[$__rate_interval])))',
              legend: '{{namespace}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Memory of each namespace',
          description: 'What the kernel could not take back from the containers.',
          width: 8,
          unit: 'bytes',
          queries: [
            {
              expression: 'topk(10, sum by (namespace) (container_memory_working_set_bytes{container!=""}))',
              legend: '{{namespace}}',
            },
          ],
        },
      ],
    },
    {
      title: 'Network and disks',
      panels: [
        {
          kind: 'lines',
          title: 'Network of each node',
          description: 'Bytes a second that come in and go out.',
          width: 8,
          unit: 'Bps',
          queries: ['receive', 'transmit'].map((direction) => ({
            expression: `sum by (node) (rate(node_network_${direction}_bytes_total[$__rate_interval]))`,
            legend: `{{node}} ${direction}`,
          })),
        },
        {
          kind: 'lines',
          title: 'Network of each namespace',
          description: 'Bytes a second that its pods receive and send, the ten largest.',
          width: 8,
          unit: 'Bps',
          queries: ['receive', 'transmit'].map((direction) => ({
            expression: `topk(10, sum by (namespace) (rate(container_network_${direction}_bytes_total[$__rate_interval])))`,
            legend: `{{namespace}} ${direction}`,
          })),
        },
        {
          kind: 'lines',
          title: 'Volumes and disks that fill up',
          description:
            'Used share of the fullest volumes and of the disks of the nodes. Volumes can be made larger in place.',
          width: 8,
          unit: 'percentunit',
          max: 1,
          red: 0.85,
          queries: [
            {
              expression:
                'topk(5, 1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)',
              legend: '{{namespace}}/{{persistentvolumeclaim}}',
            },
            {
              expression:
                'topk(5, 1 - node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"})',
              legend: '{{node}}',
            },
          ],
        },
      ],
    },
  ],
};
