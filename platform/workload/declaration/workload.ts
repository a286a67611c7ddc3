import type { Amount, Resources } from '../../kit/resources.ts';
import type { SecretReference } from '../../kit/secrets/secret-reference.ts';
import type { Call } from './calls.ts';
import type { Exposes, RateLimit } from './exposes.ts';
import type { Metrics } from './metrics.ts';
import type { Migration } from './migration.ts';
import type { Patch } from './patch.ts';
import type { Probes } from './probes.ts';
import type { QueueTarget, Scale } from './scale.ts';
import type { ScratchSpace } from './scratch.ts';

/** Names of the PriorityClasses that the platform renders, the most important first. */
export const PRIORITIES = ['critical', 'standard', 'batch'] as const;

/** What all kinds of workload have in common. Everything but name and resources has a default. */
interface Workload {
  /**
   * Name of its objects, the ServiceAccount and the image; unique on a cluster.
   *
   * @example 'booking-service'
   */
  readonly name: string;
  /**
   * What its container asks of a node, and what it may take at most. Memory always has a limit.
   *
   * @example { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } }
   */
  readonly resources: Resources;
  /**
   * Everything that it connects to; what is not here is blocked.
   *
   * @default It connects to nothing.
   * @example [workload('catalog-service'), database('bookings'), sendsTo('mails')]
   */
  readonly calls?: readonly Call[];
  /**
   * One of the namespaces of its product.
   *
   * @default The first namespace of the product.
   * @example 'shop'
   */
  readonly namespace?: string;
  /**
   * Names of the clusters where it runs, of those of its product.
   *
   * @default All clusters of the product.
   * @example ['prod-eu']
   */
  readonly clusters?: readonly string[];
  /**
   * Name of the image in `images.yaml`.
   *
   * @default The name of the workload.
   * @example 'booking-service'
   */
  readonly image?: string;
  /**
   * Name of the container and value of the label `app.kubernetes.io/component`.
   *
   * @default 'app'
   * @example 'api'
   */
  readonly component?: string;
  /**
   * Environment variables that are not secrets. Addresses of what it calls are added.
   *
   * @default None but those of what it calls.
   * @example { LOG_LEVEL: 'info' }
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Environment variables from AWS Secrets Manager: the path of a secret below that of the cluster, or a part of one.
   *
   * @default No Secret is made.
   * @example { API_KEY: 'shop/api-key', DATABASE_URL: postgresAddress('shop/bookings-database') }
   */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  /**
   * Name of the Kubernetes Secret made from them.
   *
   * @default The name of the workload with `-secrets` after it.
   * @example 'booking-service-keys'
   */
  readonly secretName?: string;
  /**
   * Directories that it may write to.
   *
   * @default /tmp alone, which is there in any case, with 100Mi.
   * @example [{ path: '/app/.cache', size: '100Mi' }]
   */
  readonly scratch?: readonly ScratchSpace[];
  /**
   * Value of the label `workload-type` of the node groups in the Terraform outputs that it runs on.
   *
   * @default 'general'
   * @example 'compute'
   */
  readonly nodeGroup?: string;
  /**
   * Name of a rendered PriorityClass: whose pods go first where nodes are short.
   *
   * @default 'standard', and 'batch' for a job.
   * @example 'critical'
   */
  readonly priority?: (typeof PRIORITIES)[number];
  /**
   * Seconds from the first signal to the kill. The drain and, for a service, the longest request have to fit.
   *
   * @default 60
   * @example 90
   */
  readonly terminationGracePeriodSeconds?: number;
  /**
   * Changes of its objects for which there is no field; docs/patches.md lists them all.
   *
   * @default Its objects stay as they are rendered.
   * @example [{ kind: 'Deployment', reason: 'Caches take a minute to warm up.', steps: [{ op: 'add', path: '/spec/minReadySeconds', value: 60 }] }]
   */
  readonly patches?: readonly Patch[];
}

/** What a workload that runs all the time, as a Deployment, has besides. */
interface RunningWorkload extends Workload {
  /**
   * How many pods run.
   *
   * @example { min: 3, max: 12, cpu: 70 }
   */
  readonly scale: Scale;
  /**
   * Where Prometheus reads its metrics; what is left out of it has its default.
   *
   * @default { port: 9090, path: '/metrics', interval: '30s' }
   * @example { port: 9102 }
   */
  readonly metrics?: Partial<Metrics>;
  /**
   * How the kubelet sees whether it works; what is left out of it has its default.
   *
   * @default { startup: { path: '/health/startup' }, liveness: { path: '/health/live' }, readiness: { path: '/health/ready' } }
   * @example { liveness: { path: '/alive', periodSeconds: 20 } }
   */
  readonly probes?: Partial<Probes>;
  /**
   * Bounds of what the vertical autoscaler may recommend.
   *
   * @default From half of the requests to the limits, to four times the requested CPU where that has no limit, and to no more than a node has.
   * @example { min: { cpu: '100m', memory: '128Mi' }, max: { cpu: '2', memory: '1Gi' } }
   */
  readonly recommendation?: Recommendation;
  /**
   * Share of the pods that must stay while nodes are drained.
   *
   * @default A quarter of the pods may go at a time.
   * @example '50%'
   */
  readonly minAvailable?: `${number}%`;
  /**
   * Pods that an update adds at a time.
   *
   * @default A quarter of them.
   * @example 2
   */
  readonly maxSurge?: number;
  /**
   * SQL that each rollout waits for.
   *
   * @default Nothing runs before a rollout.
   * @example { database: 'bookings', image: 'postgres', files: { '001-bookings.sql': 'CREATE TABLE IF NOT EXISTS bookings (id uuid PRIMARY KEY);' }, user: 'DB_USER', password: 'DB_PASSWORD' }
   */
  readonly migration?: Migration;
}

/** Between which amounts the vertical autoscaler may recommend. */
export interface Recommendation {
  /**
   * The least that it recommends.
   *
   * @example { cpu: '100m', memory: '128Mi' }
   */
  readonly min: Amount;
  /**
   * The most that it recommends. It has to fit a node.
   *
   * @example { cpu: '2', memory: '1Gi' }
   */
  readonly max: Amount;
}

/** A workload that answers HTTP requests. */
export interface ServiceDeclaration extends RunningWorkload {
  /**
   * Set by `service()`.
   *
   * @example 'service'
   */
  readonly kind: 'service';
  /**
   * The port that the container listens on; the Service answers on 80.
   *
   * @example 8080
   */
  readonly port: number;
  /**
   * Where the public reaches it: `https://<host>.<domain of the cluster><path>`.
   *
   * @default The public does not reach it.
   * @example { host: 'www', path: '/bookings' }
   */
  readonly exposes?: Exposes;
  /**
   * Requests a second that each pod takes before its proxy answers 429.
   *
   * @default No limit.
   * @example { requestsPerSecond: 100 }
   */
  readonly rateLimit?: RateLimit;
  /**
   * Whose token a request from outside must carry. Issuer and audience are those of the cluster.
   *
   * @default No token is asked for.
   * @example 'customers'
   */
  readonly authentication?: 'customers';
  /**
   * Whether requests may go to the same service of a linked cluster when too few pods here are healthy.
   * Only for a service whose requests and data may leave the region: for others an outage is the lesser evil (S0-89).
   *
   * @default false
   * @example true
   */
  readonly failover?: boolean;
  /**
   * Seconds that a caller waits for an answer, retries included. They must be longer than whatever the service calls may
   * take; where nothing is declared, they become 2 more than that.
   *
   * @default 30
   * @example 10
   */
  readonly timeoutSeconds?: number;
}

/** A workload that nobody calls: it takes its work from a queue or a store. Its probes use the metrics port. */
export interface WorkerDeclaration extends RunningWorkload {
  /**
   * Set by `worker()`.
   *
   * @example 'worker'
   */
  readonly kind: 'worker';
}

/** Work in pieces, each with an end: a Job for so many messages of a queue, and none while the queue is empty. */
export interface JobDeclaration extends Workload {
  /**
   * Set by `job()`.
   *
   * @example 'job'
   */
  readonly kind: 'job';
  /**
   * One of the queues that it receives from, which stands in `calls` like everything else that it connects to.
   *
   * @example { name: 'invoices', messages: 1 }
   */
  readonly queue: QueueTarget;
  /**
   * The most Jobs that run at once, times `replicaFactor` of the cluster.
   *
   * @example 10
   */
  readonly max: number;
  /**
   * Seconds that one Job may take with all of its attempts.
   *
   * @default 3600
   * @example 900
   */
  readonly deadlineSeconds?: number;
}

/** A workload with a Deployment. */
export type RunningDeclaration = ServiceDeclaration | WorkerDeclaration;

export type WorkloadDeclaration = RunningDeclaration | JobDeclaration;

/** Whether a Secret is made for the workload. */
export function hasSecrets({ secrets = {} }: WorkloadDeclaration): boolean {
  return Object.keys(secrets).length > 0;
}
