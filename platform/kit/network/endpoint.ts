/**
 * A place to which workloads may connect, and its identity when it connects itself. A service and a store both have one.
 */
export interface Endpoint {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Labels of its pods that never change. */
  readonly labels: Readonly<Record<string, string>>;
  /** The port of the Service. */
  readonly servicePort: number;
  /** The port of the container: what policies speak of. */
  readonly containerPort: number;
  readonly protocol: 'http' | 'tcp';
  /** Whether it speaks TLS by itself and asks callers for a certificate of the cluster's own authority. */
  readonly tls?: true;
}
