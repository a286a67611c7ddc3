import type { Cluster } from '../../../clusters/index.ts';
import { type Audience, type Entry, publicEntry, staffEntry } from '../../kit/load-balancer/entry.ts';
import { serviceHost } from '../../kit/names.ts';
import { type Flow, type Pods, pods, tcp } from '../../kit/network/flows.ts';
import { REVISION_LABEL } from '../../kit/proxy-revision.ts';

/** The control plane's namespace, and the root of the mesh's configuration. */
export const ISTIO_NAMESPACE = 'istio-system';

/**
 * Name of the unit, the Application and the release of a control plane. The first one has had its name since before there
 * could be two, and an Application of another name could not take over what stands on the clusters.
 */
export function istiodUnit(revision: string): string {
  return revision === '1-30' ? 'istiod' : `istiod-${revision}`;
}

/** Of what a control plane's chart makes: its Deployment, and the Service that proxies dial. */
export function istiodService(revision: string): string {
  return `istiod-${revision}`;
}

/**
 * Discovery and certificates for every proxy; if it is blocked, no injected pod becomes ready. Whichever control
 * plane a proxy dials: an upgrade must not have to open it first.
 */
export function istiod(): Flow {
  return pods({ namespace: ISTIO_NAMESPACE, labels: { app: 'istiod' } }, 15012);
}

/** Every pod of every namespace of the mesh, by the label that gives it a proxy, of whichever control plane. */
export function meshedPods(...ports: readonly number[]): Flow {
  return {
    peers: [{ namespaceSelector: { matchExpressions: [{ key: REVISION_LABEL, operator: 'Exists' }] } }],
    ports: tcp(...ports),
  };
}

/** The pods and the Service behind the load balancers. */
export const ingressGateway = {
  name: 'istio-ingressgateway',
  namespace: ISTIO_NAMESPACE,
  serviceAccount: 'istio-ingressgateway',
  /** Answers `/healthz/ready` while the proxy can serve. */
  statusPort: 15021,
  /** The port on every node where targets are instances: fixed, since the health check names it. */
  statusNodePort: 30021,
} as const;

export const ingressGatewayPods: Pods = {
  namespace: ingressGateway.namespace,
  labels: { app: ingressGateway.name },
};

/** One listener per entry, so that no request to the public one can ask for a host of the staff's (S3-25). */
export const listeners = {
  public: { port: 443, name: 'https', nodePort: 30443 },
  staff: { port: 8443, name: 'https-staff', nodePort: 30444 },
} as const satisfies Record<Audience, { port: number; name: string; nodePort: number }>;

/** The entries whose load balancers send to the gateway of a cluster. */
export function entriesOf(cluster: Cluster): readonly Entry[] {
  const staff = staffEntry(cluster);
  return [publicEntry(cluster), ...(staff === undefined ? [] : [staff])];
}

/** The Gateway object that routes attach to. It lives beside the gateway's pods (S4-166). */
export function gatewayOf(audience: Audience): string {
  return `${ingressGateway.namespace}/${gatewayName(audience)}`;
}

export function gatewayName(audience: Audience): string {
  return `${audience}-gateway`;
}

/** The pods and the Service that are the only ones to connect to the Internet, where `egress` in `cluster.yaml` is `gateway`. */
export const egressGateway = {
  name: 'istio-egressgateway',
  namespace: ISTIO_NAMESPACE,
  port: 443,
  host: serviceHost('istio-egressgateway', ISTIO_NAMESPACE),
} as const;

export const egressGatewayPods: Pods = {
  namespace: egressGateway.namespace,
  labels: { app: egressGateway.name },
};

/** Whether a cluster has the gateway. */
export function hasEgressGateway({ mesh, egress }: Cluster): boolean {
  return mesh !== undefined && egress === 'gateway';
}

/** The Gateway object for one host outside. */
export function egressGatewayOf(name: string): string {
  return `egress-${name}`;
}

/** The pods and the Service through which linked clusters reach this one's mesh. */
export const eastWestGateway = {
  name: 'istio-eastwestgateway',
  namespace: ISTIO_NAMESPACE,
  /** mTLS from workload to workload passes through unchanged: the gateway reads only the name of the service. */
  port: 15443,
  /** Answers `/healthz/ready` while the proxy can serve. */
  statusPort: 15021,
} as const;

export const eastWestGatewayPods: Pods = {
  namespace: eastWestGateway.namespace,
  labels: { app: eastWestGateway.name },
};

interface Identity {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The identity by which the mesh knows pods of this cluster. */
export function principal({ mesh }: Cluster, identity: Identity): string {
  return principalIn(mesh?.trustDomain ?? 'cluster.local', identity);
}

/** The identity of pods of the cluster that has this trust domain. */
export function principalIn(trustDomain: string, { namespace, serviceAccount }: Identity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}

/** Whom a rule of an AuthorizationPolicy lets in. */
export interface Source {
  readonly principals: string[];
  readonly notPrincipals?: string[];
}

/**
 * The sources of a rule that lets in exactly these identities. Where one trust domain is an alias of another, istiod takes an
 * identity for its namesakes in all of them, so `japan/…/gateway` would be `eu/…/gateway` as well. A pattern is left as
 * it is: so each source leaves out the trust domains that it does not name.
 */
export function sourcesOf({ mesh }: Cluster, principals: readonly string[]): readonly Source[] {
  const domains = [mesh?.trustDomain ?? 'cluster.local', ...(mesh?.trustDomainAliases ?? [])];
  const namesakesOf = (principal: string) => {
    const inItsDomain = principal.slice(principal.indexOf('/'));
    return domains.filter((domain) => principals.includes(`${domain}${inItsDomain}`));
  };
  const groups = new Map<string, string[]>();
  for (const principal of principals) {
    const key = namesakesOf(principal).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), principal]);
  }
  return [...groups].map(([key, group]) => {
    const others = domains.filter((domain) => !key.split(' ').includes(domain));
    return {
      principals: group,
      ...(others.length > 0 && { notPrincipals: others.map((domain) => `${domain}/*`) }),
    };
  });
}

/** Whether a cluster has Istio at all. */
export function hasMesh({ mesh }: Cluster): boolean {
  return mesh !== undefined;
}

/** Where a proxy serves its own metrics merged with those of its container, open to readers outside the mesh. */
export const MERGED_METRICS_PORT = 15020;
export const MERGED_METRICS_PATH = '/stats/prometheus';
