import type { Cluster } from '../../../clusters/index.ts';
import type { Pods } from '../../kit/network/flows.ts';

/** Grafana's Service in the cluster, and the name that staff know it by. */
export const grafana = {
  name: 'grafana',
  namespace: 'monitoring',
  port: 80,
  /** The port of the pods. */
  containerPort: 3000,
} as const;

export const grafanaPods: Pods = {
  namespace: grafana.namespace,
  labels: { 'app.kubernetes.io/name': grafana.name },
};

/** The host of Grafana, where a cluster exposes it to its staff. */
export function grafanaHost({ domain }: Cluster): string {
  return `${grafana.name}.${domain}`;
}
