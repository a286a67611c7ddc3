/** A property of a secret whose value is a JSON object. */
export interface SecretProperty {
  readonly secret: string;
  readonly property: string;
}

/** A value put together from several properties, in the template language of External Secrets. */
export interface SecretTemplate {
  readonly template: string;
  readonly from: Readonly<Record<string, SecretProperty>>;
}

/**
 * Where the value of an environment variable comes from in AWS Secrets Manager.
 * Names are relative to the cluster's `secret_path_prefix`, so no cluster reads another's.
 * A bare name is a secret whose whole value is used.
 */
export type SecretReference = string | SecretProperty | SecretTemplate;

/** A property of a JSON secret. */
export function property(secret: string, name: string): SecretProperty {
  return { secret, property: name };
}

/**
 * A connection address for PostgreSQL from a JSON secret as RDS writes it. User and password are escaped, since an
 * @ or a / in a generated password would cut the address; the server's
 * certificate and name are verified against AWS's bundle, which our images carry at that path.
 */
export function postgresAddress(secret: string): SecretTemplate {
  const names = ['username', 'password', 'host', 'port', 'database'];
  return {
    template:
      'postgresql://{{ .username | urlquery }}:{{ .password | urlquery }}@{{ .host }}:{{ .port }}/{{ .database }}?sslmode=verify-full&sslrootcert=/etc/ssl/certs/rds/global-bundle.pem',
    from: Object.fromEntries(names.map((name) => [name, property(secret, name)])),
  };
}
