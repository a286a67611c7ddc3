import type { Pods } from '../../kit/network/flows.ts';

/** The Services of the monitoring stack, by the names that the operator gives them; each stands for all replicas. */
export const prometheusService = {
  prometheus: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
  alertmanager: 'http://alertmanager-operated.monitoring.svc.cluster.local:9093',
} as const;

/** The pods behind them, by the labels that the operator gives. */
export const prometheusPods: Pods = operated('prometheus');
export const alertmanagerPods: Pods = operated('alertmanager');

function operated(name: string): Pods {
  return { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': name } };
}
