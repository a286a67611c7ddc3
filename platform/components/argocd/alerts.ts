import type { Alert } from '../../kit/alerting/alert.ts';

/** Each Application alerts the team of its project, whichever of the hub's clusters it is on. */
const OWNER = '{{ $labels.project }}';

/** What is committed but does not run (S0-14). */
export function argocdAlerts(): readonly Alert[] {
  return [
    {
      alert: 'ApplicationOutOfSync',
      expression: 'max by (name, project) (argocd_app_info{sync_status!="Synced"}) == 1',
      for: '30m',
      severity: 'warning',
      owner: OWNER,
      summary: '{{ $labels.name }} does not run what is committed',
      description:
        'For half an hour the cluster differs from dist/: a sync fails, waits for a person, or is undone.',
    },
    {
      alert: 'ApplicationUnhealthy',
      expression:
        'max by (name, project, health_status) (argocd_app_info{health_status=~"Degraded|Missing"}) == 1',
      for: '10m',
      severity: 'warning',
      owner: OWNER,
      summary: '{{ $labels.name }} is {{ $labels.health_status }}',
      description: 'On its cluster no Application of a later wave is created or changed until it is well.',
    },
    {
      alert: 'ApplicationSyncFailing',
      expression: 'sum by (name, project) (increase(argocd_app_sync_total{phase=~"Error|Failed"}[15m])) > 0',
      for: '5m',
      severity: 'warning',
      owner: OWNER,
      summary: 'Argo CD cannot apply {{ $labels.name }}',
      description: 'A sync ended with an error in the last 15 minutes. What was there before stays.',
    },
  ];
}
