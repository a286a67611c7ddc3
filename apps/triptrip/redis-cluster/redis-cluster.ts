import { ownerLabels } from '../../../platform/kit/labels.ts';
import { serviceHost } from '../../../platform/kit/names.ts';
import type { Endpoint } from '../../../platform/kit/network/endpoint.ts';

/** Port that clients speak to, and the one on which nodes speak to each other: 10,000 above it, by definition. */
export const PORT = 6379;
export const BUS_PORT = PORT + 10_000;

/** Three masters, so that two can outvote a lost one, and a replica for each (S4-82). Fewer do not make a cluster. */
export const NODES = 6;

/** How workloads see the cluster: `calls: [workload('redis-cluster')]`. */
export const redisEndpoint: Endpoint = {
  name: 'redis-cluster',
  namespace: 'triptrip-cache',
  serviceAccount: 'redis-cluster',
  labels: { app: 'redis-cluster' },
  servicePort: PORT,
  containerPort: PORT,
  protocol: 'tcp',
  tls: true,
};

export const { name: NAME, namespace: NAMESPACE, labels: SELECTOR } = redisEndpoint;

/** The name of each pod's address, which its StatefulSet and the headless Service give it. */
export const nodeNames = Array.from(
  { length: NODES },
  (_, index) => `${NAME}-${index}.${serviceHost(NAME, NAMESPACE)}`,
);

/** What redis-cli needs to speak to a node: a certificate, and the authority that signed that of the node. */
export const CERTIFICATES = '/etc/redis-certificates';
export const cliOptions = {
  name: 'REDIS_CLI_OPTIONS',
  value: `--tls --cacert ${CERTIFICATES}/ca.crt --cert ${CERTIFICATES}/tls.crt --key ${CERTIFICATES}/tls.key`,
} as const;

/** Labels of the objects of the cluster, and of those around it under another `app`. */
export function labelsOf(app: string = NAME): Record<string, string> {
  return {
    app,
    'app.kubernetes.io/name': app,
    'app.kubernetes.io/instance': NAME,
    'app.kubernetes.io/component': 'cache',
    ...ownerLabels('triptrip'),
  };
}
