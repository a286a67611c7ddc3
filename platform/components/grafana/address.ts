import type { Pods } from '../../kit/network/flows.ts';
import { MONITORING_NAMESPACE } from '../monitoring/address.ts';

/** Grafana's Service in the cluster, and the name that staff know it by. */
export const grafana = {
  name: 'grafana',
  namespace: MONITORING_NAMESPACE,
  port: 80,
  /** The port of the pods. */
  containerPort: 3000,
} as const;

export const grafanaPods: Pods = {
  namespace: grafana.namespace,
  labels: { 'app.kubernetes.io/name': grafana.name },
};
