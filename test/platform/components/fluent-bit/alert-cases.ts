import { type AlertCases, growing, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  LogsNotDelivered: () => ({
    fires: {
      'fluentbit_output_dropped_records_total{pod="fluent-bit-1",name="cloudwatch_logs.0"}': growing(30),
    },
    silent: {
      'fluentbit_output_dropped_records_total{pod="fluent-bit-1",name="cloudwatch_logs.0"}': steady(12),
    },
    after: '30m',
    labels: { name: 'cloudwatch_logs.0' },
  }),
};
