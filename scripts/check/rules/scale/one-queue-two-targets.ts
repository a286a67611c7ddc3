import type { ClusterRule } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { fieldsAt, listAt, textAt } from '../../state/read.ts';
import { keyOf, type Resource, titleOf } from '../../state/resource.ts';
import { targetOf } from '../../state/scales.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';

/** What names the queue in the metadata of a trigger, by its type. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'aws-sqs-queue': ['queueURL', 'queueURLFromEnv'],
  'azure-queue': ['accountName', 'queueName'],
  'azure-servicebus': ['namespace', 'queueName', 'topicName', 'subscriptionName'],
  rabbitmq: ['host', 'vhostName', 'queueName'],
  kafka: ['bootstrapServers', 'consumerGroup', 'topic'],
  'apache-kafka': ['bootstrapServers', 'consumerGroup', 'topic'],
  redis: ['address', 'host', 'listName'],
  'redis-cluster': ['addresses', 'hosts', 'listName'],
  'redis-streams': ['address', 'host', 'stream', 'consumerGroup'],
  'redis-cluster-streams': ['addresses', 'hosts', 'stream', 'consumerGroup'],
  'gcp-pubsub': ['subscriptionName', 'topicName'],
};
const sqs =
  '{ type: aws-sqs-queue, metadata: { queueURL: https://sqs.eu-west-1.amazonaws.com/123456789012/orders, awsRegion: eu-west-1 }, authenticationRef: { name: aws } }';

/** A backlog of the one scales the other, which does not work on it. */
export const oneQueueTwoTargets: ClusterRule = {
  id: 'one-queue-two-targets',
  severity: 'warning',
  summary: 'One queue that scales two workloads',
  breaks:
    'A backlog scales the workload that does not work on it as well: it costs its pods and takes their place, and the backlog is there as long.',
  pitfalls: ['X-39'],
  failing:
    deployment('worker') +
    scaledObject('worker', { triggers: sqs }) +
    deployment('web') +
    scaledObject('web', { triggers: sqs }),
  passing: deployment('worker') + scaledObject('worker', { triggers: sqs }) + deployment('web'),
  *judge(state) {
    const known = new Map<string, Resource>();
    for (const resource of state.of('keda.sh/ScaledObject')) {
      for (const [index, trigger] of listAt(resource.value, 'spec', 'triggers').entries()) {
        const type = textAt(trigger, 'type') ?? '';
        const metadata = fieldsAt(trigger, 'metadata');
        const names = (NAMES[type] ?? []).map((name) => textAt(metadata, name) ?? '');
        if (names.every((name) => name === '')) continue;
        const queue = [type, resource.namespace, ...names].join('\n');
        const first = known.get(queue);
        known.set(queue, first ?? resource);
        if (first === undefined || targetOf(first) === targetOf(resource)) continue;
        if (areVariants(state, first, resource)) continue;
        yield {
          resource,
          path: ['spec', 'triggers', index],
          message: `${titleOf(first)} scales another workload by the same queue.`,
          fix: 'Let a queue scale only the workload that works on it.',
        };
      }
    }
  },
};

const NAMES_OF_A_PROGRAM = ['app.kubernetes.io/name', 'app'];

/** A canary works on the same queue as the build that it is compared with: both are the same program by a label. */
function areVariants(state: ClusterState, one: Resource, other: Resource): boolean {
  const [first, second] = [one, other].map((scaler) => {
    const target = targetOf(scaler);
    return state.workloadsIn(scaler.namespace).find(({ resource }) => keyOf(resource) === target);
  });
  return NAMES_OF_A_PROGRAM.some((label) => {
    const name = first?.labels[label];
    return name !== undefined && name === second?.labels[label];
  });
}
