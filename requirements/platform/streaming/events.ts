import { boundsOf } from '../../evidence/workloads.ts';
import { each, file, heading, output, rendered, test } from '../../model/evidence.ts';
import { computed, type Matcher, matching } from '../../model/expected.ts';
import type { EvidenceById } from '../../model/list-source.ts';
import { query } from '../../model/query.ts';
import { eachServiceThat, folderOf, serviceOf } from '../evidence/members.ts';
import { arnOf } from '../evidence/outputs.ts';

/** The trigger of KEDA on a queue, with as many messages a pod as are declared. */
function trigger(queue: string, messages: number) {
  return {
    authenticationRef: { name: 'keda-aws-credentials' },
    metadata: {
      queueURL: `{queues.${queue}.url}`,
      queueLength: String(messages),
      awsRegion: '{region}',
    },
    type: 'aws-sqs-queue',
  };
}

/** Every queue of the contract, whatever its name. */
const queuesWith = (field: string, like: RegExp): Matcher => ({
  says: `each has ${field}, like ${like.source}`,
  holds: (queues) =>
    typeof queues === 'object' &&
    queues !== null &&
    Object.keys(queues).length > 0 &&
    Object.values(queues).every((queue: unknown) => {
      const found = query(queue, field);
      return typeof found === 'string' && like.test(found);
    }),
});

/** KEDA asks the queue under its own role. */
const authentication = rendered('streaming/prod/triggerauthentication-keda-aws-credentials.yaml')({
  spec: { podIdentity: { provider: 'aws' } },
});

export const events: EvidenceById = {
  'S0-65': [
    output('queues', { '': queuesWith('url', /^https:\/\/sqs\./) }),
    output('queues', { '["user-registered"].url': matching(/\/user-registered$/) }),
    output('queues', { '["user-registered"].arn': arnOf('sqs') }),
    heading('docs/terraform.md', 'Queues and topics'),
  ],
  'S0-66': [
    heading('docs/terraform.md', 'Queues and topics'),
    file('docs/terraform.md', 'MSK only where the contract has brokers'),
  ],
  'S0-67': [
    each(
      eachServiceThat(
        'that a queue scales, such as video-service',
        'streaming',
        ({ scale }) => scale.replicas === undefined && scale.queue !== undefined,
      ),
      (name, context) => {
        const one = serviceOf(context, name);
        const { scale } = one.declaration;
        const { min, max } = boundsOf(one, context);
        return [
          authentication,
          rendered(
            `${folderOf(context, name)}/scaledobject-${name}.yaml`,
            'spec',
          )({
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
            minReplicaCount: computed('scale.min × replicaFactor', () => min),
            maxReplicaCount: computed('scale.max × replicaFactor', () => max),
            'triggers[type=aws-sqs-queue]': trigger(scale.queue?.name ?? '', scale.queue?.messages ?? 0),
          }),
        ];
      },
    ),
    rendered('keda/values.yaml')({
      'podIdentity.aws.irsa': { enabled: true, roleArn: '{irsa_role_arns.keda-operator}' },
    }),
  ],
  'S0-68': [
    output('queues', { '': queuesWith('dlq_url', /^https:\/\/sqs\./) }),
    output('queues', { '': queuesWith('dlq_arn', /^arn:aws:sqs:/) }),
    heading('docs/terraform.md', 'Queues and topics'),
    file('docs/terraform.md', '`maxReceiveCount` 5, kept for 14 days'),
  ],
  'S0-69': [
    file(
      'events/user-registered.yaml',
      'asyncapi: 3.0.0',
      'version: 1.0.0',
      'required: [id, occurredAt, userId, email]',
    ),
    test('test/events/events.test.ts', 'is AsyncAPI 3.0 by its own schema'),
  ],
  'S0-70': [
    rendered('user-service/prod/configmap-user-service-config.yaml')({
      'data.USER_REGISTERED_QUEUE_URL': '{queues.user-registered.url}',
    }),
    rendered('video-service/prod/configmap-video-service-config.yaml')({
      'data.USER_REGISTERED_QUEUE_URL': '{queues.user-registered.url}',
    }),
    rendered('video-service/prod/scaledobject-video-service.yaml')({
      'spec.triggers[type=aws-sqs-queue].metadata.queueURL': '{queues.user-registered.url}',
      'spec.scaleTargetRef.name': 'video-service',
    }),
    rendered('user-service/prod/serviceaccount-user-service.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.user-service}',
    }),
    rendered('video-service/prod/serviceaccount-video-service.yaml')({
      'metadata.annotations["eks.amazonaws.com/role-arn"]': '{irsa_role_arns.video-service}',
    }),
    test(
      'test/apps/streaming/events.test.ts',
      'every event that the services send or receive is described (S0-70)',
    ),
    test('test/events/events.test.ts', 'no description speaks of a sender or a reader that is gone'),
  ],
  'S0-71': [
    output('irsa_role_arns', {
      '["user-service"]': arnOf('iam'),
      '["video-service"]': arnOf('iam'),
      '["chat-service"]': arnOf('iam'),
      '["keda-operator"]': arnOf('iam'),
    }),
  ],
  'S0-72': [
    heading('docs/operations.md', 'Replay events'),
    file('docs/operations.md', 'prod-japan user-registered', '**Audit.** CloudTrail shows who published'),
  ],
  'S0-73': [
    file('scripts/replay/replay.ts', 'start-message-move-task'),
    test(
      'test/replay/replay.test.ts',
      'moves from the dead-letter queue to its queue, no faster than allowed, and can be stopped',
    ),
  ],
};
