import { file, heading, output, rendered, test } from '../../../scripts/rows/evidence.ts';
import { matching, present } from '../../../scripts/rows/expected.ts';
import { done, otherwise, type Row, type Section } from '../../../scripts/rows/row.ts';

export const events: Section<Row> = {
  title: 'Streaming: events',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    done(
      'S0-65',
      'T',
      'SQS and SNS',
      output('queues', { '["user-registered"].url': present, '["user-registered"].arn': present }),
      heading('docs/terraform.md', 'Queues and topics'),
    ),
    otherwise(
      'S0-66',
      'T',
      'MSK or RabbitMQ for much traffic',
      'None until the contract gives brokers: nothing names a topic.',
      heading('docs/terraform.md', 'Queues and topics'),
    ),
    done(
      'S0-67',
      'K',
      'Events scale workloads, as objects',
      rendered('video-service/prod/scaledobject-video-service.yaml')({
        'spec.minReplicaCount': 3,
        'spec.maxReplicaCount': 12,
        'spec.triggers[type=aws-sqs-queue].metadata.queueLength': '5',
      }),
      rendered('streaming/prod/triggerauthentication-keda-aws-credentials.yaml')({
        'spec.podIdentity.provider': 'aws',
      }),
    ),
    done(
      'S0-68',
      'T',
      'Dead-letter queues',
      output('queues', { '["user-registered"].dlq_url': present, '["user-registered"].dlq_arn': present }),
      heading('docs/terraform.md', 'Queues and topics'),
    ),
    done(
      'S0-69',
      'D',
      'Schemas of events as AsyncAPI, with versions',
      file(
        'events/user-registered.yaml',
        'asyncapi: 3.0.0',
        'version: 1.0.0',
        'required: [id, occurredAt, userId, email]',
      ),
      test('test/events/events.test.ts', 'is AsyncAPI 3.0 by its own schema'),
    ),
    done(
      'S0-70',
      'K',
      '`user-registered`, from the user service to the video service',
      rendered(
        'user-service/prod/configmap-user-service-config.yaml',
        'data',
      )({ USER_REGISTERED_QUEUE_URL: matching(/\/user-registered$/) }),
      rendered(
        'video-service/prod/configmap-video-service-config.yaml',
        'data',
      )({ USER_REGISTERED_QUEUE_URL: matching(/\/user-registered$/) }),
      rendered(
        'video-service/prod/scaledobject-video-service.yaml',
        'spec',
      )({ 'triggers[type=aws-sqs-queue].metadata.queueURL': matching(/\/user-registered$/) }),
      test(
        'test/events/events.test.ts',
        'every event that the services send or receive is described, and nothing else is (S0-70)',
      ),
    ),
    done(
      'S0-71',
      'T',
      'Roles of publishers and consumers',
      output('irsa_role_arns', {
        '["user-service"]': present,
        '["video-service"]': present,
        '["chat-service"]': present,
        '["keda-operator"]': present,
      }),
    ),
    done('S0-72', 'D', 'Audit and replay of events', heading('docs/operations.md', 'Replay events')),
    done(
      'S0-73',
      'C',
      'Dead letters go back to their queue',
      file('scripts/replay/replay.ts', 'start-message-move-task'),
      test(
        'test/replay/replay.test.ts',
        'moves from the dead-letter queue to its queue, no faster than allowed, and can be stopped',
      ),
    ),
  ],
};
