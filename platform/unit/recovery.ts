/** What is promised for the day on which a product's cluster is lost, or the region of a name that another cluster takes over. Its drill in the documents adds up to it. */
export interface RecoveryObjectives {
  /**
   * Minutes until it serves again, from the decision on (RTO).
   *
   * @example 15
   */
  readonly timeMinutes: number;
  /**
   * How many of the last minutes of its databases may be lost (RPO).
   *
   * @example 5
   */
  readonly pointMinutes: number;
}

/** A lost cluster is built again within the hour, from backups that are no older (S2-122). */
export const RECOVERY: RecoveryObjectives = { timeMinutes: 60, pointMinutes: 60 };
