import type { ClusterChoices } from '../../../clusters/cluster-schema.ts';
import { didYouMean } from '../../../clusters/nearest-name.ts';
import { addressOf, prometheusService } from '../../components/monitoring/address.ts';
import { serviceHost } from '../../kit/names.ts';
import type { QueueTarget, StreamTarget, Targets, TopicTarget } from '../declaration/scale.ts';
import { graphOf } from '../graph/graph.ts';
import type { Placement, RunningPlacement } from '../graph/placement.ts';
import { secretName } from '../names.ts';
import { clientCertificateName } from '../pods/client-certificate.ts';
import type { Replicas } from './replicas.ts';

/** What KEDA asks for a number, in the form of a ScaledObject and of a ScaledJob. */
export interface Trigger {
  readonly type: string;
  readonly name?: string;
  readonly metricType?: 'AverageValue' | 'Utilization';
  /** KEDA takes only texts; no schema says which of them a type needs. */
  readonly metadata: Record<string, string>;
  readonly authenticationRef?: { readonly name: string };
}

/** KEDA's way to AWS: its own role, which reads the length of queues (S4-266). */
export const AWS_AUTHENTICATION = 'keda-aws-credentials';

/** KEDA's way to the Redis Cluster of one workload. */
export function streamAuthentication({ name }: Placement['declaration']): string {
  return `${name}-stream`;
}

/**
 * The triggers of all targets, in the order of `Targets`.
 *
 * @param deployment the one whose requests count: each track has its own
 */
export function triggersOf(
  placement: RunningPlacement,
  targets: Partial<Targets>,
  deployment: string,
): readonly Trigger[] {
  const { cpu, memory, requestsPerSecond, queue, stream, topic } = targets;
  return [
    ...(cpu === undefined ? [] : [resourceTrigger(placement, 'cpu', cpu)]),
    ...(memory === undefined ? [] : [resourceTrigger(placement, 'memory', memory)]),
    ...(requestsPerSecond === undefined ? [] : [requestsTrigger(placement, requestsPerSecond, deployment)]),
    ...(queue === undefined ? [] : [queueTrigger(placement, queue)]),
    ...(stream === undefined ? [] : [streamTrigger(placement, stream)]),
    ...(topic === undefined ? [] : topicTriggers(placement, topic)),
  ];
}

/**
 * The lower bound while people work, in whole days of the week; at other times this trigger is silent, and the workload
 * has no pod unless another one, such as a queue that is not empty, asks for some (S2-115).
 */
export function officeHoursTrigger(
  { timeZone, days, from, to }: NonNullable<ClusterChoices['officeHours']>,
  { min }: Replicas,
): Trigger {
  const at = (time: string): string => {
    const [hour, minute] = time.split(':').map(Number);
    return `${minute} ${hour} * * ${days}`;
  };
  return {
    type: 'cron',
    name: 'office-hours',
    metadata: { timezone: timeZone, start: at(from), end: at(to), desiredReplicas: String(min) },
  };
}

function resourceTrigger(
  { declaration }: RunningPlacement,
  type: 'cpu' | 'memory',
  percent: number,
): Trigger {
  return {
    type,
    metricType: 'Utilization',
    metadata: { value: String(percent), containerName: declaration.component ?? 'app' },
  };
}

/**
 * The proxy counts, so the number needs nothing of the application; the window spans four scrapes of 30 s. A proxy has no
 * series before its first request, so the query itself says 0 where that is known: while Prometheus reads the proxies, and
 * while there are no pods (of a canary neither, then). Anything else without an answer is a failure and not 0, or pods would go when the numbers do.
 */
function requestsTrigger(
  { declaration, namespace, sidecar, context }: RunningPlacement,
  requestsPerSecond: number,
  deployment: string,
): Trigger {
  if (sidecar === undefined) {
    throw new Error(
      `${declaration.name} scales by requestsPerSecond, which its proxy counts, but ${context.cluster.name} or its namespace ${namespace} is outside the mesh. Scale by cpu or queue.`,
    );
  }
  return {
    type: 'prometheus',
    name: 'requests-per-second',
    metricType: 'AverageValue',
    metadata: {
      // KEDA resolves from its own namespace, so the name is whole.
      serverAddress: addressOf(prometheusService),
      query: [
        `sum(rate(istio_requests_total{reporter="destination",destination_workload="${deployment}",destination_workload_namespace="${namespace}"}[2m]))`,
        `0 * count(up{namespace="${namespace}",job="${jobOf(declaration, namespace)}"} == 1)`,
        `0 * sum(kube_deployment_status_replicas{namespace="${namespace}",deployment="${declaration.name}"} == 0)`,
      ].join(' or '),
      ignoreNullValues: 'false',
      threshold: String(requestsPerSecond),
    },
  };
}

/** The label `job` of what Prometheus reads of a workload: the Service of a ServiceMonitor, or the PodMonitor. */
function jobOf({ kind, name }: Placement['declaration'], namespace: string): string {
  return kind === 'service' ? name : `${namespace}/${name}`;
}

/**
 * The length of an SQS queue, including messages that are being worked on.
 *
 * @throws when the Terraform outputs have none of that name
 */
export function queueTrigger(placement: Placement, { name, messages }: QueueTarget): Trigger {
  const { declaration, context } = placement;
  const { cluster } = context;
  const found = cluster.terraform.queues[name];
  if (found === undefined) {
    throw new Error(
      `clusters/${cluster.name}/terraform.json: the output queues has no ${name}, which scales ${declaration.name}${didYouMean(name, Object.keys(cluster.terraform.queues))}.`,
    );
  }
  return {
    type: 'aws-sqs-queue',
    metadata: {
      queueURL: found.url,
      queueLength: String(messages),
      awsRegion: cluster.terraform.region,
    },
    authenticationRef: { name: AWS_AUTHENTICATION },
  };
}

/** Entries of a stream that a consumer group has taken and not acknowledged; a client of one node would fail. */
function streamTrigger(placement: RunningPlacement, stream: StreamTarget): Trigger {
  const { declaration, context } = placement;
  const store = graphOf(context).endpoints.get(stream.store);
  if (store?.protocol !== 'tcp') {
    throw new Error(
      `${declaration.name} scales by a stream in ${stream.store}, which is not a store. Name a Redis Cluster.`,
    );
  }
  return {
    type: 'redis-cluster-streams',
    name: 'stream',
    metricType: 'AverageValue',
    metadata: {
      // The operator resolves it in its own namespace, so the name is whole.
      addresses: `${serviceHost(store.name, store.namespace)}:${store.servicePort}`,
      stream: stream.name,
      consumerGroup: stream.consumerGroup,
      pendingEntriesCount: String(stream.pendingEntries),
      ...(store.tls && { enableTLS: 'true' }),
    },
    authenticationRef: { name: streamAuthentication(declaration) },
  };
}

/** The lag of a consumer group, where there is Kafka: one trigger that cannot be built stops all of them. */
function topicTriggers(placement: RunningPlacement, { name, consumerGroup, lag }: TopicTarget): Trigger[] {
  const { kafkaBootstrapServers, region } = placement.context.cluster.terraform;
  if (kafkaBootstrapServers === undefined) return [];
  return [
    {
      // The scaler that uses the role for MSK without a Secret.
      type: 'apache-kafka',
      name: 'topic',
      metricType: 'AverageValue',
      metadata: {
        bootstrapServers: kafkaBootstrapServers.join(','),
        consumerGroup,
        topic: name,
        lagThreshold: String(lag),
        tls: 'enable',
        sasl: 'aws_msk_iam',
        awsRegion: region,
      },
      authenticationRef: { name: AWS_AUTHENTICATION },
    },
  ];
}

/** Where KEDA's operator finds the password of the stream's store: the Secret and its key. */
export function streamPassword(
  { declaration }: Placement,
  { password }: StreamTarget,
): { readonly name: string; readonly key: string } {
  return { name: secretName(declaration), key: password };
}

/** What KEDA's operator shows a store that asks for a certificate: that of the workload itself. */
export function streamCertificate(
  { declaration, destinations }: Placement,
  { store }: StreamTarget,
): readonly { readonly parameter: string; readonly name: string; readonly key: string }[] {
  if (!destinations.some(({ tls }) => tls === store)) return [];
  const name = clientCertificateName(declaration, store);
  return [
    { parameter: 'ca', name, key: 'ca.crt' },
    { parameter: 'cert', name, key: 'tls.crt' },
    { parameter: 'key', name, key: 'tls.key' },
  ];
}
