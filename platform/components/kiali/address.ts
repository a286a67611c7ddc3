import type { Pods } from '../../kit/network/flows.ts';

/** Kiali's Service in the cluster, and the name that staff know it by. */
export const kiali = { name: 'kiali', namespace: 'kiali', port: 20001, metricsPort: 9090 } as const;

export const kialiPods: Pods = {
  namespace: kiali.namespace,
  labels: { 'app.kubernetes.io/name': kiali.name },
};
