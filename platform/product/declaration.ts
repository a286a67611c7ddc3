import type { RecoveryObjectives } from '../unit/recovery.ts';
import type { WorkloadDeclaration } from '../workload/declaration/workload.ts';

/** One product: its namespaces and workloads, and the clusters that run it. */
export interface ProductDeclaration {
  /**
   * Also the AppProject, the owner of the namespaces and the label `app.kubernetes.io/part-of`.
   *
   * @example 'shop'
   */
  readonly name: string;
  /**
   * Names of the clusters that run it.
   *
   * @example ['prod-eu', 'prod-japan']
   */
  readonly clusters: readonly string[];
  /**
   * Where its workloads live; those that name none live in the first one.
   *
   * @example [{ name: 'shop', mesh: true }]
   */
  readonly namespaces: readonly [ProductNamespace, ...ProductNamespace[]];
  /**
   * What `service()`, `worker()` and `job()` give.
   *
   * @example [bookingService, mailer]
   */
  readonly workloads: readonly WorkloadDeclaration[];
  /**
   * How the public reaches its exposed services on clusters without a mesh; on the others it comes through the gateway.
   *
   * @default On clusters without a mesh none of its services may be exposed.
   * @example { name: 'shop-ingress', healthCheckPath: '/health' }
   */
  readonly ingress?: IngressDeclaration;
  /**
   * Percent of the requests to each service in 30 days that must not fail.
   *
   * @default 99.9
   * @example 99.5
   */
  readonly availability?: number;
  /**
   * How long it may be away when a cluster of it is lost, and what may be lost with it. Of a lost region it holds for the
   * names that another cluster takes over (`takesOver` in `cluster.yaml`), and for nothing else: the rest is away until the
   * region is back. The description of its AppProject says both, and its drill in `docs/failover.md` adds up to it.
   *
   * @default { timeMinutes: 60, pointMinutes: 60 }
   * @example { timeMinutes: 15, pointMinutes: 5 }
   */
  readonly recovery?: RecoveryObjectives;
}

/** Namespaces of products enforce the Pod Security level `restricted`, without exception. */
export interface ProductNamespace {
  /**
   * Its name; unique on a cluster.
   *
   * @example 'shop'
   */
  readonly name: string;
  /**
   * Whether its pods join the mesh, on clusters that have one.
   *
   * @example true
   */
  readonly mesh: boolean;
}

/** The load balancer of a product on clusters without a mesh. */
export interface IngressDeclaration {
  /**
   * Name of the Ingress.
   *
   * @example 'shop-ingress'
   */
  readonly name: string;
  /**
   * Requested from every pod by plain HTTP on the port that it serves, and answered with 200. A service whose liveness probe
   * has another path is asked for that one instead: it would never get a request if it did not answer this one.
   *
   * @example '/health'
   */
  readonly healthCheckPath: `/${string}`;
}
