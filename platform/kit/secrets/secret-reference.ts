import { DATABASE_AUTHORITY_FILE } from './database-authority.ts';

/** A property of a secret whose value is a JSON object. */
export interface SecretProperty {
  /**
   * Name of the secret below the path of the cluster.
   *
   * @example 'shop/bookings-database'
   */
  readonly secret: string;
  /**
   * Which property of it.
   *
   * @example 'password'
   */
  readonly property: string;
}

/** A value put together from several properties, in the template language of External Secrets. */
export interface SecretTemplate {
  /**
   * The value, with the names of `from` in place of secrets.
   *
   * @example '{{ .user }}:{{ .password }}'
   */
  readonly template: string;
  /**
   * Where each name of the template comes from.
   *
   * @example { user: property('shop/smtp', 'user'), password: property('shop/smtp', 'password') }
   */
  readonly from: Readonly<Record<string, SecretProperty>>;
}

/**
 * Where the value of an environment variable comes from in AWS Secrets Manager.
 * Names are relative to the cluster's `secret_path_prefix`, so no cluster reads another's secrets.
 * A bare name is a secret whose whole value is used.
 */
export type SecretReference = string | SecretProperty | SecretTemplate;

/** A property of a JSON secret. */
export function property(secret: string, name: string): SecretProperty {
  return { secret, property: name };
}

const CONNECTION = ['username', 'password', 'host', 'port', 'database'];

/**
 * A connection address for PostgreSQL from a JSON secret as RDS writes it. User and password are escaped, since an
 * @ or a / in a generated password would cut the address; the server's certificate and name are verified, with
 * the certificates that every caller of a database has mounted.
 */
export function postgresAddress(secret: string): SecretTemplate {
  return address(secret, 'postgresql', `sslmode=verify-full&sslrootcert=${DATABASE_AUTHORITY_FILE}`);
}

/** The same for MySQL: the application begins TLS itself, and verifies certificate and name (S3-44). */
export function mysqlAddress(secret: string): SecretTemplate {
  return address(
    secret,
    'mysql',
    `ssl-mode=VERIFY_IDENTITY&ssl-ca=${encodeURIComponent(DATABASE_AUTHORITY_FILE)}`,
  );
}

function address(secret: string, scheme: string, options: string): SecretTemplate {
  return {
    template: `${scheme}://{{ .username | urlquery }}:{{ .password | urlquery }}@{{ .host }}:{{ .port }}/{{ .database }}?${options}`,
    from: Object.fromEntries(CONNECTION.map((name) => [name, property(secret, name)])),
  };
}
