import type { Alert } from '../../kit/alerting/alert.ts';
import { logMonitors, pluginMonitors } from './monitors.ts';

/** The conditions that the detector sets on a node. */
export function nodeProblemAlerts(): readonly Alert[] {
  const conditions = Object.values({ ...logMonitors, ...pluginMonitors })
    .flatMap((monitor) => monitor.conditions.map(({ type }) => type))
    .join('|');
  return [
    {
      alert: 'NodeProblem',
      expression: `kube_node_status_condition{condition=~"${conditions}",status="true"} == 1`,
      for: '5m',
      severity: 'warning',
      summary: '{{ $labels.node }} reports {{ $labels.condition }}',
      description: 'The node is broken below Kubernetes. Its pods may hang without being moved.',
    },
  ];
}
