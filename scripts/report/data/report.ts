/** What the page shows. Scripts of the folder hand it over; it is data alone, so that the page needs nothing of what made it. */
export interface Report {
  /** What every view needs. */
  readonly fleet: FleetData;
  /** The rest of each cluster, loaded when somebody looks at it. */
  readonly clusters: readonly ClusterData[];
}

export interface FleetData {
  readonly clusters: readonly ClusterSummary[];
}

export interface ClusterSummary {
  readonly name: string;
}

export interface ClusterData {
  readonly name: string;
}
