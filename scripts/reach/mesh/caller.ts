import type { MeshConfig } from '../../cluster-model/mesh/mesh-config.ts';
import type { Endpoint } from '../endpoints.ts';
import { fits } from './pattern.ts';

/** Who calls, as the proxy of the callee sees it. */
export interface Caller {
  readonly endpoint: Endpoint;
  /** Undefined where no certificate says who it is: the caller has none, or the connection is in the clear. */
  readonly identity: Identity | undefined;
  /** The caller hands on what others have sent to it. */
  readonly handsOn: boolean;
}

export interface Identity {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Whether a pattern of principals names an identity. The mesh takes each of its trust domains for the same. */
export function isPrincipal(pattern: string, identity: Identity, config: MeshConfig): boolean {
  const { trustDomain, namespace, serviceAccount } = identity;
  const rest = `ns/${namespace}/sa/${serviceAccount}`;
  if (fits(`${trustDomain}/${rest}`, pattern)) return true;
  // Istio knows a trust domain in the whole form of a principal alone: `td/*` means that domain and no alias of it.
  const [domain = '', ...path] = pattern.split('/');
  const own = [config.trustDomain, ...config.trustDomainAliases];
  // cluster.local stands for the trust domain of the mesh, whatever its name.
  if (path.length !== 4 || !(own.includes(domain) || domain === 'cluster.local')) return false;
  return own.includes(trustDomain) && fits(rest, path.join('/'));
}

/** `namespace/name`, or the name of an account of the policy's own namespace. */
export function isServiceAccount(pattern: string, identity: Identity, home: string): boolean {
  const [namespace, name] = pattern.includes('/') ? pattern.split('/') : [home, pattern];
  return namespace === identity.namespace && name === identity.serviceAccount;
}
