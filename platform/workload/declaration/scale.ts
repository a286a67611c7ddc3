/** What drives the number of pods. Targets are per pod; the one that asks for the most pods wins. */
export interface Targets {
  /**
   * Percent of the requested CPU of the service's own container; the sidecar does not count.
   *
   * @default CPU does not count.
   * @example 70
   */
  readonly cpu: number;
  /**
   * Percent of the requested memory. Only for a runtime that gives memory back: one that keeps it never scales in.
   *
   * @default Memory does not count.
   * @example 80
   */
  readonly memory: number;
  /**
   * Requests a second that one pod serves, measured by its proxy.
   *
   * @default Requests do not count.
   * @example 150
   */
  readonly requestsPerSecond: number;
  /**
   * A queue that this workload receives from, with the number of waiting messages that one pod takes.
   *
   * @default No queue counts.
   * @example { name: 'orders', messages: 20 }
   */
  readonly queue: QueueTarget;
  /**
   * A stream that it reads, with the number of entries handed out and not acknowledged that one pod takes.
   *
   * @default No stream counts.
   * @example { store: 'redis', name: 'events', consumerGroup: 'mailer', pendingEntries: 50, password: 'REDIS_PASSWORD' }
   */
  readonly stream: StreamTarget;
  /**
   * A topic that it reads, with the lag that one pod catches up on; counts only on clusters that have Kafka.
   *
   * @default No topic counts.
   * @example { name: 'bookings', consumerGroup: 'invoices', lag: 100 }
   */
  readonly topic: TopicTarget;
}

/** An SQS queue of the Terraform output `queues`. */
export interface QueueTarget {
  /**
   * The queue, as `calls` names it with `receivesFrom`.
   *
   * @example 'orders'
   */
  readonly name: string;
  /**
   * How many waiting messages are the work of one pod, or of one Job.
   *
   * @example 20
   */
  readonly messages: number;
}

/** A stream in a Redis Cluster. */
export interface StreamTarget {
  /**
   * The Redis Cluster, as `calls` names it.
   *
   * @example 'redis'
   */
  readonly store: string;
  /**
   * The key of the stream.
   *
   * @example 'events'
   */
  readonly name: string;
  /**
   * The group of consumers that the pods read as.
   *
   * @example 'mailer'
   */
  readonly consumerGroup: string;
  /**
   * How many entries that were handed out and not acknowledged are the work of one pod.
   *
   * @example 50
   */
  readonly pendingEntries: number;
  /**
   * Which of the workload's `secrets` is the password; KEDA logs in with it as well.
   *
   * @example 'REDIS_PASSWORD'
   */
  readonly password: string;
}

/** A topic of Kafka. */
export interface TopicTarget {
  /**
   * The topic, as `calls` names it.
   *
   * @example 'bookings'
   */
  readonly name: string;
  /**
   * The group of consumers that the pods read as.
   *
   * @example 'invoices'
   */
  readonly consumerGroup: string;
  /**
   * How many messages behind are the work of one pod.
   *
   * @example 100
   */
  readonly lag: number;
}

/** What bounds lack that stand alone, in the words of the compiler and of the check. */
export const ONE_TARGET = 'at least one of cpu, memory, requestsPerSecond, queue, stream and topic';

/**
 * How many pods run: a fixed number, or bounds and at least one target. One autoscaler follows from it, never two:
 * an HPA where CPU and memory are the only targets, KEDA where anything else counts as well, and everywhere on a
 * cluster with office hours.
 */
export type Scale = FixedScale | Scaled | WithoutTarget;

/** Bounds and at least one target. */
export type Scaled = { readonly [Target in keyof Targets]: ScaledBy<Target> }[keyof Targets];

/** Between which numbers an autoscaler moves. */
export interface Bounds {
  /**
   * The fewest pods, times `replicaFactor` of the cluster; two stay wherever two were declared.
   *
   * @example 3
   */
  readonly min: number;
  /**
   * The most pods, times `replicaFactor` of the cluster.
   *
   * @example 12
   */
  readonly max: number;
  /**
   * The fewest pods while KEDA cannot read its numbers. Only with a target that KEDA reads: not for `cpu` and `memory`.
   *
   * @default Half of `max`, rounded up.
   * @example 6
   */
  readonly fallback?: number;
}

/** TypeScript alone would let a union have the fields of all its forms. */
type Absent<Fields extends PropertyKey> = { readonly [Field in Fields]?: never };

type ScaledBy<Target extends keyof Targets> = Bounds &
  Readonly<Pick<Targets, Target> & Partial<Targets>> &
  Absent<'replicas'>;

/** Always the same number of pods. */
export interface FixedScale extends Absent<keyof Bounds | keyof Targets> {
  /**
   * How many pods, times `replicaFactor` of the cluster; two stay wherever two were declared.
   *
   * @example 2
   */
  readonly replicas: number;
}

/**
 * No value is of this form. The compiler compares bounds without a target with it, and so names every field that would
 * do; of the others it names whichever comes last.
 */
interface WithoutTarget
  extends Bounds,
    Absent<'replicas' | keyof Targets>,
    Readonly<Record<typeof ONE_TARGET, never>> {}
