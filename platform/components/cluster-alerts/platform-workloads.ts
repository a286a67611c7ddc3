import type { Alert } from '../../kit/alerting/alert.ts';
import { jobFailed } from '../../kit/alerting/events.ts';

/** What the kinds of workloads are called in the metrics of kube-state-metrics. */
const KINDS = ['deployment', 'statefulset', 'daemonset'] as const;

/** Somebody who removes a part on purpose is told so for this long, and not for ever. */
const MEMORY = '1h';

/**
 * The platform's own workloads, most of which come from charts: by their namespaces, as their names are the charts' own
 * business. A workload of a product is watched by its own rules.
 */
export function platformWorkloadAlerts(namespaces: readonly string[]): readonly Alert[] {
  const platform = `namespace=~"${namespaces.join('|')}"`;
  return [
    {
      alert: 'PlatformDeploymentDown',
      expression: `max by (namespace, deployment) (kube_deployment_status_replicas_available{${platform}} == 0 and kube_deployment_spec_replicas > 0)`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.deployment }} in {{ $labels.namespace }} has no available pod',
      description: 'A part of the platform is away. Its runbook tells what that stops.',
    },
    {
      alert: 'PlatformStatefulSetDown',
      expression: `max by (namespace, statefulset) (kube_statefulset_status_replicas_ready{${platform}} == 0 and kube_statefulset_replicas > 0)`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $labels.statefulset }} in {{ $labels.namespace }} has no ready pod',
      description: 'A part of the platform is away: what it keeps or controls stands still.',
    },
    {
      alert: 'PlatformStatefulSetIncomplete',
      expression: `max by (namespace, statefulset) (kube_statefulset_replicas{${platform}} - kube_statefulset_status_replicas_ready) > 0`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.statefulset }} in {{ $labels.namespace }} lacks {{ $value }} pods',
      description: 'The next one that fails may be one too many.',
    },
    {
      alert: 'PlatformAgentMissing',
      expression: `max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled{${platform}} - kube_daemonset_status_number_ready) > 0`,
      for: '15m',
      severity: 'warning',
      summary: '{{ $labels.daemonset }} is missing on {{ $value }} nodes',
      description: 'Logs, metrics or the network of those nodes are not looked after.',
    },
    {
      alert: 'PlatformWorkloadGone',
      // What is deleted has no series any more, so no other alert on it can fire.
      expression: KINDS.map((kind) => deleted(kind, platform)).join(' or '),
      for: '5m',
      severity: 'warning',
      summary:
        '{{ $labels.deployment }}{{ $labels.statefulset }}{{ $labels.daemonset }} in {{ $labels.namespace }} was deleted',
      description: 'An hour ago it was there. If no commit took it out, somebody or something else did.',
    },
    {
      alert: 'PlatformReplicasRefused',
      expression: `max by (namespace, deployment) (kube_deployment_status_condition{${platform},condition="ReplicaFailure",status="true"}) == 1`,
      for: '5m',
      severity: 'warning',
      summary: 'Pods of {{ $labels.deployment }} in {{ $labels.namespace }} are refused',
      description: 'A quota, a policy or a webhook denies them: what is lost or drained is not replaced.',
    },
    {
      alert: 'PlatformJobFailed',
      expression: jobFailed(namespaces.join('|'), '.+'),
      for: '1m',
      severity: 'warning',
      summary: 'The Job {{ $labels.job_name }} in {{ $labels.namespace }} failed',
      description: 'It used up its attempts or its time.',
    },
  ];
}

function deleted(kind: (typeof KINDS)[number], platform: string): string {
  const there = (offset = '') => `max by (namespace, ${kind}) (kube_${kind}_created{${platform}}${offset})`;
  return `(${there(` offset ${MEMORY}`)} unless ${there()} and on () up{job="kube-state-metrics"} == 1)`;
}
