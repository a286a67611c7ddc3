import { type AlertCases, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  PlatformSecretNotSynced: ({ expression }) => {
    const [, product = ''] = expression.match(/exported_namespace!~"([^|"]+)/) ?? [];
    const of = (namespace: string) =>
      `externalsecret_status_condition{exported_namespace="${namespace}",name="receivers",condition="Ready",status="False"}`;
    return {
      fires: { [of('monitoring')]: steady(1) },
      // A product hears of its own by the alert of its workload.
      silent: { [of(product)]: steady(1), [of('monitoring')]: steady(0) },
      after: '20m',
      labels: { exported_namespace: 'monitoring', name: 'receivers' },
    };
  },
};
