import type { Alert } from '../../kit/alerting/alert.ts';
import { KUBE_SYSTEM } from '../../kit/namespace.ts';
import type { Context } from '../../unit/unit.ts';
import { unitsOn } from '../../unit/units-on.ts';
import { platformWorkloadAlerts } from './platform-workloads.ts';

const READ = 'code=~"5..",verb!~"WATCH|CONNECT"';

/** What no single component or workload is responsible for. */
export function clusterWideAlerts(context: Context): readonly Alert[] {
  return [
    ...platformWorkloadAlerts(platformNamespaces(context)),
    {
      alert: 'KubernetesApiUnreachable',
      expression: 'absent(up{job="apiserver"} == 1)',
      for: '5m',
      severity: 'critical',
      summary: 'The Kubernetes API does not answer',
      description: 'What runs goes on, but nothing is replaced, scaled or deployed.',
    },
    {
      alert: 'KubernetesApiErrors',
      expression: `sum(rate(apiserver_request_total{${READ}}[5m])) / sum(rate(apiserver_request_total[5m])) > 0.05`,
      for: '10m',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the requests to the Kubernetes API fail',
      description: 'Controllers fall behind: updates, autoscaling and certificates come late.',
    },
    {
      alert: 'DnsFailing',
      expression:
        'sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[5m])) / sum(rate(coredns_dns_responses_total[5m])) > 0.05',
      for: '5m',
      severity: 'critical',
      summary: '{{ $value | humanizePercentage }} of the names cannot be resolved',
      description: 'Everything that calls something else by its name is hit.',
    },
    {
      alert: 'PodsUnschedulable',
      expression: 'sum by (namespace) (kube_pod_status_unschedulable) > 0',
      for: '15m',
      severity: 'warning',
      summary: '{{ $value }} pods of {{ $labels.namespace }} find no node',
      description: 'The node scaler has had 15 minutes: no node group fits them, or it is at its maximum.',
    },
    {
      alert: 'QuotaNearlyUsed',
      expression:
        'max by (namespace, resource) (kube_resourcequota{type="used"} / ignoring (type) (kube_resourcequota{type="hard"} > 0)) > 0.95',
      for: '15m',
      severity: 'info',
      summary:
        '{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}',
      description: 'The quota holds the largest scale with an update (X-32). More than that is refused.',
    },
    {
      alert: 'VolumeFilling',
      expression:
        'min by (namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) < 0.15',
      for: '15m',
      severity: 'warning',
      summary: 'The volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description: 'When it is full, what writes to it in {{ $labels.namespace }} stops.',
    },
  ];
}

/** Where the platform's own parts run; a workload watches itself. The namespaces of Kubernetes are nobody's unit. */
function platformNamespaces({ cluster, units }: Context): readonly string[] {
  const declared = unitsOn(cluster.name, units)
    .filter(({ project }) => project === 'platform')
    .flatMap(({ namespaces = [] }) => namespaces.map(({ name }) => name));
  return [...new Set([...declared, KUBE_SYSTEM])].sort();
}
