/** Kinds of objects, by API group; the core group is `''`. */
export type Kinds = Readonly<Record<string, readonly string[]>>;

/** What an AppProject admits. */
export interface ProjectKinds {
  /** Kinds without a namespace. */
  readonly cluster?: Kinds;
  readonly namespaced?: Kinds;
}
