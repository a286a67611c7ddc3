export interface VersionsData {
  /** Builds of our own, as images.yaml of each cluster names them. */
  readonly images: readonly VersionRow[];
  readonly charts: readonly VersionRow[];
  readonly platform: readonly VersionRow[];
  /** Images of others, and of trees without a contract. */
  readonly others: readonly VersionRow[];
}

/** One thing, and which version of it each cluster has. */
export interface VersionRow {
  readonly name: string;
  readonly newest: string;
  /** In a sentence: what is ahead of what; empty where all are level. */
  readonly difference: string;
  readonly cells: readonly VersionCell[];
}

export interface VersionCell {
  readonly cluster: string;
  /** Several where a cluster runs them beside each other. */
  readonly versions: readonly string[];
  readonly digest?: string | undefined;
  readonly standing: 'newest' | 'behind' | 'other build';
  readonly canary?:
    | { readonly version: string; readonly weight: number; readonly variant?: string | undefined }
    | undefined;
}
