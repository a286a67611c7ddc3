import type { Cluster } from '../../clusters/index.ts';

/** Where Kubernetes and AWS keep what every cluster comes with. */
export const KUBE_SYSTEM = 'kube-system';

/** Made by Kubernetes itself on every cluster: no unit declares them, and they do not have our labels. */
export const SYSTEM_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', KUBE_SYSTEM] as const;

/** What a unit asks of a namespace; the unit `namespaces` of the cluster renders it. */
export type NamespaceDeclaration = AnyNamespace & (Restricted | Weaker);

interface AnyNamespace {
  /**
   * Its name; unique on a cluster.
   *
   * @example 'keda'
   */
  readonly name: string;
  /**
   * Whether pods get a sidecar, on clusters that have a mesh.
   *
   * @example false
   */
  readonly mesh: boolean;
  /**
   * Who is responsible for it: a product's name, or `platform`.
   *
   * @example 'platform'
   */
  readonly owner: string;
}

/** What pods are refused that ask for more. */
interface Restricted {
  /**
   * The level of Pod Security that Kubernetes enforces.
   *
   * @example 'restricted'
   */
  readonly podSecurity: 'restricted';
}

/** Anything weaker than `restricted` is an exception, and says why (S2-102, X-28). */
interface Weaker {
  /**
   * The level of Pod Security that Kubernetes enforces.
   *
   * @example 'privileged'
   */
  readonly podSecurity: 'baseline' | 'privileged';
  /**
   * What its pods need that `restricted` refuses, in a sentence.
   *
   * @example 'Its pods read the files of the node.'
   */
  readonly reason: string;
}

/** Whether the pods of a namespace get a proxy on this cluster. */
export function isMeshed({ mesh }: Pick<NamespaceDeclaration, 'mesh'>, cluster: Cluster): boolean {
  return mesh && cluster.mesh !== undefined;
}
