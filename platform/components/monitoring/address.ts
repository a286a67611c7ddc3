import { type Flow, type Pods, pods } from '../../kit/network/flows.ts';

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

/** Prometheus, by the label that its operator gives. */
export function prometheus(...ports: readonly number[]): Flow {
  return pods({ namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' } }, ...ports);
}

/** How often Prometheus reads what names no interval of its own (S1-31, S3-56); no document gives a figure. */
export const SCRAPE_INTERVAL = '30s';

/** Where Prometheus and what belongs to it lives. */
export const MONITORING_NAMESPACE = 'monitoring';
