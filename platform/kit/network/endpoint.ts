/**
 * A place to which workloads may connect, and its identity when it connects itself. A service and a store both have one.
 */
export interface Endpoint {
  /**
   * The name that calls go by; unique on a cluster.
   *
   * @example 'redis'
   */
  readonly name: string;
  /**
   * Where its Service stands.
   *
   * @example 'redis'
   */
  readonly namespace: string;
  /**
   * Who its pods are when they connect themselves.
   *
   * @example 'redis'
   */
  readonly serviceAccount: string;
  /**
   * Labels of its pods that never change.
   *
   * @example { app: 'redis' }
   */
  readonly labels: Readonly<Record<string, string>>;
  /**
   * The port of the Service.
   *
   * @example 6379
   */
  readonly servicePort: number;
  /**
   * The port of the container: what policies speak of.
   *
   * @example 6379
   */
  readonly containerPort: number;
  /**
   * Whether callers get one variable with a URL, or two with host and port.
   *
   * @example 'tcp'
   */
  readonly protocol: 'http' | 'tcp';
  /**
   * Whether it speaks TLS by itself and asks callers for a certificate of the cluster's own authority.
   *
   * @default Callers need no certificate of their own.
   * @example true
   */
  readonly tls?: true;
}
