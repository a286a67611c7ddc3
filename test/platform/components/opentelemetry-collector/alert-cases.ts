import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  SpansNotDelivered: () => ({
    fires: { 'otelcol_exporter_send_failed_spans_total{pod="collector-1",exporter="awsxray"}': growing(30) },
    silent: { 'otelcol_exporter_send_failed_spans_total{pod="collector-1",exporter="awsxray"}': steady(12) },
    after: '50m',
    labels: { exporter: 'awsxray' },
  }),
};
