import {
  type AlertCases,
  bornWithEvent,
  growing,
  OBJECTS_KNOWN,
  steady,
} from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  NodeScaleUpFailing: () => ({
    fires: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': growing(1) },
    alsoFires: [
      {
        ...OBJECTS_KNOWN,
        'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': bornWithEvent(17),
      },
    ],
    silent: { 'cluster_autoscaler_failed_scale_ups_total{reason="cloudProviderError"}': steady(4) },
    after: '25m',
    labels: { reason: 'cloudProviderError' },
  }),
};
