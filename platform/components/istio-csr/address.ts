import type { Cluster } from '../../../clusters/index.ts';
import { type Flow, pods } from '../../kit/network/flows.ts';

/** Where proxies ask for certificates in a mesh whose certificates come from ACM Private CA. */
export const certificateAuthority = {
  name: 'cert-manager-istio-csr',
  namespace: 'cert-manager',
  /** Of the Service. */
  servicePort: 443,
  /** Of the pod, which is what policies speak of. */
  port: 6443,
} as const;

/** The ACM Private CA that signs for a cluster's mesh, and the root above it. */
export interface PrivateAuthority {
  readonly arn: string;
  /** In PEM. */
  readonly root: string;
}

/**
 * Undefined where istiod signs with its own root (S3-39). Two clusters of one mesh need a common root, so
 * the contract requires the private authority there (docs/decisions/004-one-mesh-two-networks.md); elsewhere Terraform may
 * print one.
 */
export function privateAuthorityOf({ mesh, terraform }: Cluster): PrivateAuthority | undefined {
  const { acmPcaArn, meshRootCertificate } = terraform;
  if (mesh === undefined || acmPcaArn === undefined || meshRootCertificate === undefined) return undefined;
  return { arn: acmPcaArn, root: meshRootCertificate };
}

/** The way of every proxy to its certificate; none besides the control plane's where istiod signs. */
export function certificateFlows(cluster: Cluster): readonly Flow[] {
  if (privateAuthorityOf(cluster) === undefined) return [];
  const { name, namespace, port } = certificateAuthority;
  return [pods({ namespace, labels: { app: name } }, port)];
}
