/** How clients of PostgreSQL check whom they talk to. The authorities of RDS lie in our images at that path. */
export const VERIFIED_DATABASE = {
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: '/etc/ssl/certs/rds/global-bundle.pem',
} as const;
