import type { Json } from '../model/expected.ts';

type Labels = Readonly<Record<string, string>>;

/** Pods of a namespace, as a peer of a NetworkPolicy. */
export function pods(namespace: string, labels: Labels): Json {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
}

export const prometheus = pods('monitoring', { 'app.kubernetes.io/name': 'prometheus' });

export const ingressGateway = pods('istio-system', { app: 'istio-ingressgateway' });

/** Private, shared and link-local ranges, which no rule for public addresses may reach. */
export const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Every public address, and none of those. */
export const publicAddresses: Json = {
  ipBlock: {
    cidr: '0.0.0.0/0',
    except: PRIVATE,
  },
};

export function networks(cidrs: readonly string[]): readonly Json[] {
  return cidrs.map((cidr) => ({ ipBlock: { cidr } }));
}

export function tcp(...ports: readonly number[]): readonly Json[] {
  return ports.map((port) => ({ port, protocol: 'TCP' }));
}

/** A rule of `ingress`: these peers may come in at these ports. */
export function from(peers: readonly Json[], ...ports: readonly number[]): Json {
  return { from: peers, ports: tcp(...ports) };
}

/** A rule of `egress`: out to these peers, at these ports. */
export function to(peers: readonly Json[], ...ports: readonly number[]): Json {
  return { ports: tcp(...ports), to: peers };
}
