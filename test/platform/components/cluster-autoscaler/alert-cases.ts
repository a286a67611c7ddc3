import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  NodeScaleUpFailing: () => ({
    fires: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': growing(1) },
    silent: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': steady(4) },
    after: '25m',
    labels: { reason: 'cloudProviderError' },
  }),
};
