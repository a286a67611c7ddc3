import { serviceHost } from '../../kit/names.ts';
import { type Flow, type Pods, pods } from '../../kit/network/flows.ts';

/** Where Prometheus and what belongs to it live. */
export const MONITORING_NAMESPACE = 'monitoring';

/** The Services of the monitoring stack, by the names that the operator gives them; each stands for all replicas. */
export const prometheusService = {
  name: 'prometheus',
  host: serviceHost('prometheus-operated', MONITORING_NAMESPACE),
  port: 9090,
} as const;
export const alertmanagerService = {
  name: 'alertmanager',
  host: serviceHost('alertmanager-operated', MONITORING_NAMESPACE),
  port: 9093,
} as const;

/** The address of one of them. */
export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host}:${port}`;
}

/** The pods behind them, by the labels that the operator gives. */
export const prometheusPods: Pods = operated(prometheusService.name);
export const alertmanagerPods: Pods = operated(alertmanagerService.name);

function operated(name: string): Pods {
  return { namespace: MONITORING_NAMESPACE, labels: { 'app.kubernetes.io/name': name } };
}

/** Prometheus, which reads the metrics at these ports. */
export function prometheus(...ports: readonly number[]): Flow {
  return pods(prometheusPods, ...ports);
}

/** How often Prometheus reads what does not set its own interval (S1-31, S3-56); no document gives a figure. */
export const SCRAPE_INTERVAL = '30s';
