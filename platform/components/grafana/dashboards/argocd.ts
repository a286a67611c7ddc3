import type { DashboardDeclaration } from './declaration.ts';

/** Whether what is committed runs, on each cluster of the hub (S0-14). */
export const argocd: DashboardDeclaration = {
  uid: 'argocd',
  title: 'Argo CD',
  description: 'Applications of all clusters of this hub, and their syncs.',
  variables: [{ name: 'project', label: 'Project', values: 'label_values(argocd_app_info, project)' }],
  range: '24h',
  rows: [
    {
      title: 'Now',
      panels: [
        {
          kind: 'number',
          title: 'Applications',
          description:
            'All that Argo CD looks after. One that is paused is not counted, and neither is its trouble.',
          width: 6,
          unit: 'short',
          queries: [{ expression: 'count(argocd_app_info{project=~"$project"})', legend: 'applications' }],
        },
        {
          kind: 'number',
          title: 'Out of sync',
          description:
            'What is committed does not run yet, or waits for a person. After half an hour there is an alert.',
          width: 6,
          unit: 'short',
          red: 1,
          queries: [
            {
              expression: 'sum(argocd_app_info{project=~"$project", sync_status!="Synced"}) or vector(0)',
              legend: 'applications',
            },
          ],
        },
        {
          kind: 'number',
          title: 'Degraded or missing',
          description: 'Everything of a later wave waits for them. After ten minutes there is an alert.',
          width: 6,
          unit: 'short',
          red: 1,
          queries: [
            {
              expression:
                'sum(argocd_app_info{project=~"$project", health_status=~"Degraded|Missing"}) or vector(0)',
              legend: 'applications',
            },
          ],
        },
        {
          kind: 'number',
          title: 'Paused',
          description: 'Somebody has told Argo CD to leave them alone. After an hour there is an alert.',
          width: 6,
          unit: 'short',
          red: 1,
          queries: [
            {
              expression: 'sum(kube_customresource_application_paused{project=~"$project"}) or vector(0)',
              legend: 'applications',
            },
          ],
        },
      ],
    },
    {
      title: 'Over time',
      panels: [
        {
          kind: 'lines',
          title: 'Health',
          description:
            'Applications by health. Many at once that are not Healthy: look at the hub, not at them.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: 'sum by (health_status) (argocd_app_info{project=~"$project"})',
              legend: '{{health_status}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Syncs',
          description:
            'Syncs that ended in the last ten minutes, by how they ended. Failed ones stay until the next commit.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: 'sum by (phase) (increase(argocd_app_sync_total{project=~"$project"}[10m]))',
              legend: '{{phase}}',
            },
          ],
        },
        {
          kind: 'lines',
          title: 'Not in sync, by name',
          description: 'Which ones, and for how long.',
          width: 8,
          unit: 'short',
          queries: [
            {
              expression: 'max by (name) (argocd_app_info{project=~"$project", sync_status!="Synced"})',
              legend: '{{name}}',
            },
          ],
        },
      ],
    },
  ],
};
