import { file, rendered, test } from '../../../scripts/rows/evidence.ts';
import { matching } from '../../../scripts/rows/expected.ts';
import { done, open, type Row, type Section } from '../../../scripts/rows/row.ts';

export const events: Section<Row> = {
  title: 'Streaming: events',
  clusters: ['prod-japan', 'prod-eu'],
  entries: [
    open('S0-65', 'T', '', 'Not answered yet.'),
    open('S0-66', 'T', '', 'Not answered yet.'),
    open('S0-67', 'K', '', 'Not answered yet.'),
    open('S0-68', 'T', '', 'Not answered yet.'),
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
    open('S0-71', 'T', '', 'Not answered yet.'),
    open('S0-72', 'D', '', 'Not answered yet.'),
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
