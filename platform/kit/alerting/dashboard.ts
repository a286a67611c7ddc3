/** Grafana's dashboards, by the last part of their address. */
export type DashboardName =
  | 'application'
  | 'argocd'
  | 'cluster-overview'
  | 'database'
  | 'golden-signals'
  | 'mesh-control-plane'
  | 'queues'
  | 'service-levels'
  | 'stores';
