import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  ApplicationOutOfSync: () => ({
    fires: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="OutOfSync"}':
        steady(1),
    },
    silent: {
      'argocd_app_info{name="triptrip-dev-triptrip-api",project="triptrip",sync_status="Synced"}': steady(1),
    },
    after: '40m',
    labels: { name: 'triptrip-dev-triptrip-api', project: 'triptrip' },
  }),
  ApplicationUnhealthy: () => ({
    fires: { 'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Degraded"}': steady(1) },
    silent: {
      'argocd_app_info{name="prod-eu-keda",project="platform",health_status="Progressing"}': steady(1),
    },
    after: '15m',
    labels: { name: 'prod-eu-keda', project: 'platform', health_status: 'Degraded' },
  }),
  ApplicationSyncFailing: () => ({
    fires: { 'argocd_app_sync_total{name="prod-eu-keda",project="platform",phase="Failed"}': growing(0.5) },
    silent: {
      'argocd_app_sync_total{name="prod-eu-keda",project="platform",phase="Succeeded"}': growing(0.5),
    },
    after: '20m',
    labels: { name: 'prod-eu-keda', project: 'platform' },
  }),
};
