/**
 * What a workload connects to. From these come its egress NetworkPolicy, the callee's ingress, AuthorizationPolicy,
 * Sidecar scope, ServiceEntries and environment variables: one declaration, so they cannot disagree
 * (docs/decisions/007-one-graph-of-calls.md).
 */
export type Call =
  | { readonly to: 'workload'; readonly name: string }
  | { readonly to: 'linked'; readonly name: string }
  | { readonly to: 'database'; readonly name: string }
  | { readonly to: 'cache'; readonly name: string }
  | { readonly to: 'queue'; readonly name: string; readonly direction: 'send' | 'receive' }
  | { readonly to: 'topic'; readonly name: string }
  | { readonly to: 'bucket'; readonly name: string }
  | { readonly to: 'external'; readonly name: string };

/** The names of one kind that a workload calls, such as its databases. */
export function namesCalled(
  { calls = [] }: { readonly calls?: readonly Call[] },
  ...kinds: readonly Call['to'][]
): readonly string[] {
  return calls.flatMap(({ to, name }) => (kinds.includes(to) ? [name] : []));
}

/** Another workload of the fleet on the same cluster: a service, or a store such as Redis. */
export function workload(name: string): Call {
  return { to: 'workload', name };
}

/**
 * A service as it runs on the clusters linked with the caller's, not here; one variable for each linked
 * cluster that runs it, such as `USER_SERVICE_PROD_EU_URL` (S0-49). On a cluster without links, or none of which runs
 * it, the caller gets no variable and nothing else is rendered: it has to do without.
 */
export function linkedService(name: string): Call {
  return { to: 'linked', name };
}

/** A database of the Terraform output `databases`. */
export function database(name: string): Call {
  return { to: 'database', name };
}

/** A Redis of ElastiCache, of the Terraform output `caches`. Always with TLS, so clients are told to use it (S1-13). */
export function cache(name: string): Call {
  return { to: 'cache', name };
}

/**
 * An SQS queue of the Terraform output `queues` into which the workload puts messages. The role of its ServiceAccount
 * has to allow just that.
 */
export function sendsTo(name: string): Call {
  return { to: 'queue', name, direction: 'send' };
}

/**
 * An SQS queue of the Terraform output `queues` from which the workload takes messages. Only such a queue may scale it
 * or start its Jobs. A workload that puts messages back, such as one that splits work, declares both.
 */
export function receivesFrom(name: string): Call {
  return { to: 'queue', name, direction: 'receive' };
}

/** A topic of Kafka, at the brokers of the Terraform output `kafka_bootstrap_servers`; nothing on clusters without it. */
export function topic(name: string): Call {
  return { to: 'topic', name };
}

/** An S3 bucket of the Terraform output `buckets`. */
export function bucket(name: string): Call {
  return { to: 'bucket', name };
}

/** An HTTPS host outside AWS, by its name under `externalHosts` in `cluster.yaml`. */
export function external(name: string): Call {
  return { to: 'external', name };
}
