/** Kinds of objects, by API group; the core group is `''`. */
export type Kinds = Readonly<Record<string, readonly string[]>>;

/** What an AppProject admits. */
export interface ProjectKinds {
  /**
   * Kinds without a namespace.
   *
   * @default No others.
   * @example { 'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'] }
   */
  readonly cluster?: Kinds;
  /**
   * Kinds with a namespace.
   *
   * @default No others.
   * @example { apps: ['StatefulSet'], '': ['Endpoints'] }
   */
  readonly namespaced?: Kinds;
}
