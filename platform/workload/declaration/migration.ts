/** SQL that brings the database to what a build expects. It runs before each rollout, so it must be possible to run it again. */
export interface Migration {
  /**
   * The database, as `calls` names it. It is PostgreSQL.
   *
   * @example 'bookings'
   */
  readonly database: string;
  /**
   * Name in `images.yaml` of the official image of PostgreSQL, whose psql runs the files.
   *
   * @example 'postgres'
   */
  readonly image: string;
  /**
   * SQL by file name; run in the order of the names, all in one transaction.
   *
   * @example { '001-bookings.sql': 'CREATE TABLE IF NOT EXISTS bookings (id uuid PRIMARY KEY);' }
   */
  readonly files: Readonly<Record<string, string>>;
  /**
   * Which of the workload's `secrets` is the user that it logs in as.
   *
   * @example 'DB_USER'
   */
  readonly user: string;
  /**
   * Which of the workload's `secrets` is the password of that user.
   *
   * @example 'DB_PASSWORD'
   */
  readonly password: string;
}
