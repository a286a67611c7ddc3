import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  ScalerFailing: () => ({
    fires: {
      'keda_scaler_detail_errors_total{exported_namespace="prod",scaledObject="video-service",scaler="awsSqsQueueScaler"}':
        growing(1),
    },
    silent: {
      'keda_scaler_detail_errors_total{exported_namespace="prod",scaledObject="video-service",scaler="awsSqsQueueScaler"}':
        steady(7),
    },
    after: '20m',
    labels: { exported_namespace: 'prod', scaledObject: 'video-service', scaler: 'awsSqsQueueScaler' },
  }),
};
