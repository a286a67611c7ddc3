import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

const PAUSED = 'keda_scaled_object_paused{exported_namespace="prod",scaledObject="video-service"}';

export const alertCases: AlertCases = {
  ScalingPaused: () => ({
    fires: { [PAUSED]: steady(1, 120) },
    silent: { [PAUSED]: steady(0, 120) },
    after: '70m',
    labels: { exported_namespace: 'prod', scaledObject: 'video-service' },
  }),
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
