import type { WorkloadDeclaration } from '../workload/declaration/workload.ts';

/** One product: its namespaces and workloads, and the clusters that run it. */
export interface ProductDeclaration {
  /** Also the AppProject, the owner of the namespaces and the label `app.kubernetes.io/part-of`. */
  readonly name: string;
  readonly clusters: readonly string[];
  /** Workloads that name none live in the first one. */
  readonly namespaces: readonly [ProductNamespace, ...ProductNamespace[]];
  readonly workloads: readonly WorkloadDeclaration[];
  /** How the public reaches its exposed services on clusters without a mesh; on the others it comes through the gateway. */
  readonly ingress?: IngressDeclaration;
  /** Percent of the requests to each service in 30 days that must not fail; default 99.9. */
  readonly availability?: number;
}

/** Namespaces of products enforce the Pod Security level `restricted`, without exception. */
export interface ProductNamespace {
  readonly name: string;
  /** Whether its pods join the mesh, on clusters that have one. */
  readonly mesh: boolean;
}

/** The load balancer of a product on clusters without a mesh. */
export interface IngressDeclaration {
  readonly name: string;
  /**
   * Requested from every pod by plain HTTP on the port that it serves, and answered with 200. A service whose liveness probe
   * has another path is asked for that one instead: it would never get a request if it did not answer this one.
   */
  readonly healthCheckPath: `/${string}`;
}
