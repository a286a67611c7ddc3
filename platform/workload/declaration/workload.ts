import type { Amount, Resources } from '../../kit/resources.ts';
import type { SecretReference } from '../../kit/secrets/secret-reference.ts';
import type { Call } from './calls.ts';
import type { Patch } from './patch.ts';

/** What drives the number of pods. Targets are per pod; the first one that asks for more pods wins. */
export interface Targets {
  /** Percent of the requested CPU of the service's own container; the sidecar does not count. */
  readonly cpu: number;
  /** Percent of the requested memory. Only for a runtime that gives memory back: one that keeps it never scales in. */
  readonly memory: number;
  /** Requests a second that one pod serves, measured by its proxy. */
  readonly requestsPerSecond: number;
  /** A queue that this workload receives from, with the number of waiting messages that one pod takes. */
  readonly queue: QueueTarget;
  /** A stream that it reads, with the number of entries handed out and not acknowledged that one pod takes. */
  readonly stream: StreamTarget;
  /** A topic that it reads, with the lag that one pod catches up on; counts only on clusters that have Kafka. */
  readonly topic: TopicTarget;
}

/** An SQS queue of the Terraform output `queues`. */
export interface QueueTarget {
  readonly name: string;
  readonly messages: number;
}

/** A stream in a Redis Cluster. */
export interface StreamTarget {
  /** The Redis Cluster, as `calls` names it. */
  readonly store: string;
  readonly name: string;
  readonly consumerGroup: string;
  readonly pendingEntries: number;
  /** Which of the workload's `secrets` is the password; KEDA logs in with it as well. */
  readonly password: string;
}

/** A topic of Kafka, as `calls` names it. */
export interface TopicTarget {
  readonly name: string;
  readonly consumerGroup: string;
  readonly lag: number;
}

type AtLeastOne<T> = { [K in keyof T]: Pick<T, K> & Partial<Omit<T, K>> }[keyof T];

/**
 * How many pods run: a fixed number, or bounds and at least one target. One autoscaler follows from it, never two:
 * an HPA where CPU and memory are the only targets, KEDA where anything else counts as well, and everywhere on a
 * cluster with office hours.
 */
export type Scale = Fixed | Scaled;

type Bounds = {
  readonly min: number;
  readonly max: number;
  /** The fewest pods while KEDA cannot read its numbers; default: half of `max`. */
  readonly fallback?: number;
};
// Neither form takes the other's fields: TypeScript alone would let a union have those of both.
type Fixed = { readonly replicas: number } & { readonly [K in keyof (Bounds & Targets)]?: never };
type Scaled = Bounds & Readonly<AtLeastOne<Targets>> & { readonly replicas?: never };

/** An HTTP check. Periods and timeouts are seconds. */
export interface Probe {
  readonly path: string;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

/** Three questions with three answers: has it started, is it alive, and can it take requests now? */
export interface Probes {
  readonly startup: Probe;
  readonly liveness: Probe;
  readonly readiness: Probe;
}

/** A writable directory; the root file system is read-only. */
export interface ScratchSpace {
  readonly path: string;
  /** Upper bound, such as `100Mi`; a pod that writes more is evicted. */
  readonly size: string;
  /** In memory, where it counts against the container's memory limit. */
  readonly medium?: 'Memory';
}

/** SQL that brings the database to what a build expects. It runs before each rollout, so it must be possible to run it again. */
export interface Migration {
  /** The database, as `calls` names it. It is PostgreSQL. */
  readonly database: string;
  /** Name in `images.yaml` of the official image of PostgreSQL, whose psql runs the files. */
  readonly image: string;
  /** By file name; run in the order of the names, all in one transaction. */
  readonly files: Readonly<Record<string, string>>;
  /** Which of the workload's `secrets` are the user and the password. */
  readonly user: string;
  readonly password: string;
}

/** Browsers that can be told apart by what they call themselves; `user-agent.ts` says how. */
export type UserAgent = 'smartphone';

/** What all kinds of workload have in common. Everything but name and resources has a default. */
interface Workload {
  /** Name of its objects, the ServiceAccount and the image; unique on a cluster. */
  readonly name: string;
  readonly resources: Resources;
  /** Everything that it connects to; what is not here is blocked. */
  readonly calls?: readonly Call[];

  /** Default: the product's first namespace. */
  readonly namespace?: string;
  /** Names of the clusters where it runs; default: all clusters of the product. */
  readonly clusters?: readonly string[];
  /** Name of the image in `images.yaml`; default: the workload's name. */
  readonly image?: string;
  /** Name of the container and value of the label `app.kubernetes.io/component`; default `app`. */
  readonly component?: string;
  /** Environment variables that are not secrets. Addresses of what it calls are added. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Environment variables from AWS Secrets Manager. */
  readonly secrets?: Readonly<Record<string, SecretReference>>;
  /** Name of the Kubernetes Secret made from them; default `<name>-secrets`. */
  readonly secretName?: string;
  /** Directories besides /tmp. */
  readonly scratch?: readonly ScratchSpace[];
  /** Value of the label `workload-type` of the node groups in the Terraform outputs that it runs on; default `general`. */
  readonly nodeGroup?: string;
  /** Name of a rendered PriorityClass; default `standard`, and `batch` for a job. */
  readonly priority?: 'critical' | 'standard' | 'batch';
  /** Seconds from the first signal to the kill; default 60. */
  readonly terminationGracePeriodSeconds?: number;
  /** Changes of its objects for which there is no field; docs/patches.md lists them all. */
  readonly patches?: readonly Patch[];
}

/** What a workload that runs all the time, as a Deployment, has besides. */
interface RunningWorkload extends Workload {
  readonly scale: Scale;
  /** Default: port 9090, path /metrics, every 30 s. */
  readonly metrics?: { readonly port?: number; readonly path?: string; readonly interval?: string };
  /** Default: /health/startup, /health/live and /health/ready. */
  readonly probes?: Partial<Probes>;
  /** Bounds of what the vertical autoscaler may recommend; default: half the requests up to the limits. */
  readonly recommendation?: { readonly min: Amount; readonly max: Amount };
  /** Share of the pods that must stay while nodes are drained; default: a quarter may go at a time. */
  readonly minAvailable?: `${number}%`;
  /** Pods that an update adds at a time; default: a quarter of them. */
  readonly maxSurge?: number;
  /** SQL that each rollout waits for. */
  readonly migration?: Migration;
}

/** A workload that answers HTTP requests. */
export interface ServiceDeclaration extends RunningWorkload {
  readonly kind: 'service';
  /** The port that the container listens on; the Service answers on 80. */
  readonly port: number;
  /** Where the public reaches it: `https://<host>.<domain of the cluster><path>`. */
  readonly exposes?: {
    readonly host: string;
    readonly path?: `/${string}`;
    /** It answers these browsers only, and another service at the same address all the others (S3-12). */
    readonly userAgent?: UserAgent;
  };
  /**
   * Requests a second that each pod takes before its proxy answers 429; `burst` is what it takes at once after a quiet
   * time, default twice as much. Left out: no limit. It keeps a flood from the pods, and is not a quota for one customer.
   */
  readonly rateLimit?: { readonly requestsPerSecond: number; readonly burst?: number };
  /** Whose token a request from outside must carry. Left out: none. Issuer and audience are those of the cluster. */
  readonly authentication?: 'customers';
  /**
   * Whether requests may go to the same service of a linked cluster when too few pods here are healthy; default no.
   * Only for a service whose requests and data may leave the region: for others an outage is the lesser evil (S0-89).
   */
  readonly failover?: boolean;
  /** Seconds that a caller waits for an answer, retries included; default 30. */
  readonly timeoutSeconds?: number;
}

/** A workload that nobody calls: it takes its work from a queue or a store. Its probes use the metrics port. */
export interface WorkerDeclaration extends RunningWorkload {
  readonly kind: 'worker';
}

/** Work in pieces, each with an end: a Job for so many messages of a queue, and none while the queue is empty. */
export interface JobDeclaration extends Workload {
  readonly kind: 'job';
  /** One of the queues that it receives from, which stands in `calls` like everything else that it connects to. */
  readonly queue: QueueTarget;
  /** The most Jobs that run at once. */
  readonly max: number;
  /** Seconds that one Job may take with all of its attempts; default one hour. */
  readonly deadlineSeconds?: number;
}

/** A workload with a Deployment. */
export type RunningDeclaration = ServiceDeclaration | WorkerDeclaration;

export type WorkloadDeclaration = RunningDeclaration | JobDeclaration;

/** Whether a Secret is made for the workload. */
export function hasSecrets({ secrets = {} }: WorkloadDeclaration): boolean {
  return Object.keys(secrets).length > 0;
}
