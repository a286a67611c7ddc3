import { type AlertCases, steady } from '../../../../scripts/prove-alerts/case.ts';

export const alertCases: AlertCases = {
  NodeProblem: () => {
    const series = 'kube_node_status_condition{node="ip-10-0-11-7",condition="KernelDeadlock",status="true"}';
    return {
      fires: { [series]: steady(1) },
      silent: { [series]: steady(0) },
      after: '10m',
      labels: { node: 'ip-10-0-11-7', condition: 'KernelDeadlock', status: 'true' },
    };
  },
};
