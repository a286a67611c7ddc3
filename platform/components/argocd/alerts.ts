import type { Alert } from '../../kit/alerting/alert.ts';
import { happened } from '../../kit/alerting/events.ts';

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
        'max by (name, project, health_status) (argocd_app_info{health_status=~"Degraded|Missing|Unknown"}) == 1',
      for: '10m',
      severity: 'warning',
      owner: OWNER,
      summary: '{{ $labels.name }} is {{ $labels.health_status }}',
      description: 'On its cluster no Application of a later wave is created or changed until it is well.',
    },
    {
      alert: 'ApplicationSyncFailing',
      // Counted once when all attempts are over, and the same commit is not tried again: one event is all there is.
      expression: happened('argocd_app_sync_total{phase=~"Error|Failed"}', '15m', 'name, project'),
      for: '5m',
      severity: 'warning',
      owner: OWNER,
      summary: 'Argo CD cannot apply {{ $labels.name }}',
      description: 'A sync ended with an error in the last 15 minutes. What was there before stays.',
    },
    {
      alert: 'ApplicationPaused',
      // One that is paused by its annotation has no metrics of Argo CD any more.
      expression:
        'max by (name, project) (argocd_app_info{autosync_enabled="false"} or kube_customresource_application_paused) == 1',
      for: '1h',
      severity: 'warning',
      owner: OWNER,
      summary: '{{ $labels.name }} does not follow Git',
      description:
        'For an hour it is paused, or its automatic sync is off: no commit arrives, a rollback neither.',
    },
    {
      alert: 'ClusterConnectionLost',
      expression:
        'max by (name) (argocd_cluster_info * on (server) group_left () argocd_cluster_connection_status) == 0',
      for: '5m',
      severity: 'warning',
      summary: 'Argo CD does not reach the cluster {{ $labels.name }}',
      description: 'It shows what it saw last. No commit and no rollback arrives there.',
    },
  ];
}
