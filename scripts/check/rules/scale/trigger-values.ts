import { nearestName } from '../../../../clusters/nearest-name.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { type Trigger, triggersIn } from './triggers.ts';

/** The words that a name of some types may have. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  rabbitmq: {
    mode: [
      'QueueLength',
      'MessageRate',
      'DeliverGetRate',
      'PublishedToDeliveredRatio',
      'ExpectedQueueConsumptionTime',
      'Unknown',
    ],
    protocol: ['auto', 'http', 'amqp'],
    operation: ['sum', 'max', 'avg'],
  },
  kafka: {
    offsetResetPolicy: ['latest', 'earliest'],
    tls: ['enable', 'disable'],
    sasl: ['none', 'plaintext', 'scram_sha256', 'scram_sha512', 'oauthbearer', 'gssapi'],
    saslTokenProvider: ['bearer', 'aws_msk_iam'],
  },
  'azure-queue': { queueLengthStrategy: ['all', 'visibleonly'] },
};
const FLAGS = new Set([
  'allowIdleConsumers',
  'enableTLS',
  'errorWhenNullValues',
  'excludePersistentLag',
  'excludeUnacknowledged',
  'ignoreNullValues',
  'limitToPartitionsWithLag',
  'scaleOnDelayed',
  'scaleOnInFlight',
  'scaleToZeroOnInvalidOffset',
  'unsafeSsl',
  'useRegex',
]);
const NUMBERS = new Set([
  'activationLagThreshold',
  'activationListLength',
  'activationMessageCount',
  'activationQueueLength',
  'activationTargetQueryValue',
  'activationThreshold',
  'activationValue',
  'desiredReplicas',
  'lagThreshold',
  'listLength',
  'messageCount',
  'pendingEntriesCount',
  'queryValue',
  'queueLength',
  'streamLength',
  'targetMetricValue',
  'targetQueryValue',
  'targetValue',
  'threshold',
  'value',
]);
const QUEUE = /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//;
const sqs = (region: string) =>
  `{ type: aws-sqs-queue, metadata: { queueURL: "https://sqs.eu-west-1.amazonaws.com/123456789012/orders", awsRegion: ${region} }, authenticationRef: { name: aws } }`;

/** The definition of KEDA takes any text; the operator reads numbers, words and regions in it. */
export const triggerValues: ClusterRule = {
  id: 'trigger-value',
  severity: 'error',
  summary:
    'A value in a trigger of KEDA that its type cannot read: no number, no word of its list, another region than its queue',
  breaks:
    'The operator cannot build the trigger, or asks in a place where the queue is not: the whole ScaledObject is not Ready.',
  pitfalls: ['X-50'],
  failing: deployment('worker') + scaledObject('worker', { triggers: sqs('eu-central-1') }),
  passing: deployment('worker') + scaledObject('worker', { triggers: sqs('eu-west-1') }),
  *judge(state) {
    for (const trigger of triggersIn(state)) yield* judge(trigger);
  },
};

function* judge({ resource, path, type, metadata }: Trigger): Iterable<Said> {
  const region = QUEUE.exec(metadata.queueURL ?? '')?.[1];
  if (region !== undefined && metadata.awsRegion !== undefined && metadata.awsRegion !== region) {
    yield {
      resource,
      path: [...path, 'metadata', 'awsRegion'],
      message: `awsRegion is ${metadata.awsRegion}, and the queue is in ${region}: KEDA does not find it.`,
      fix: `Write awsRegion: ${region}.`,
    };
  }
  for (const [name, value] of Object.entries(metadata)) {
    const said = (message: string, fix: string): Said => ({
      resource,
      path: [...path, 'metadata', name],
      message,
      fix,
    });
    const words = WORDS[type]?.[name];
    if (words !== undefined && value !== '' && !words.includes(value)) {
      yield said(
        `${name} of ${type} is none of ${words.join(', ')}: ${value}.`,
        `Write ${nearestName(value, words) ?? words[0]}.`,
      );
    } else if (FLAGS.has(name) && !/^(?:true|false|t|f|1|0)$/i.test(value)) {
      yield said(`${name} is ${value}: neither true nor false.`, 'Write "true" or "false".');
    } else if (
      NUMBERS.has(name) &&
      value !== '' &&
      !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[a-zA-Z]{0,2}$/.test(value)
    ) {
      yield said(`${name} is ${value}: no number.`, 'Write a number, in quotes.');
    }
  }
}
