import { describe, expect, test } from 'vitest';
import { videoService } from '../../../apps/streaming/video-service.ts';
import { at, listAt, one } from '../../manifest-reader.ts';
import { clustersOf, contextOf, renderUnit } from '../fleet-at-rest.ts';

describe.each(clustersOf(videoService))(
  'S0-67, S0-70: video-service on %s takes up new accounts',
  (cluster) => {
    const { region, queues } = contextOf(cluster).cluster.terraform;
    const objects = () => renderUnit('video-service', cluster);

    test('it knows their queue', () => {
      expect(at(one(objects(), 'ConfigMap'), 'data.USER_REGISTERED_QUEUE_URL')).toBe(
        queues['user-registered']?.url,
      );
    });

    test('the length of the queue moves it', () => {
      const triggers = listAt(one(objects(), 'ScaledObject'), 'spec.triggers');
      expect(triggers.filter((trigger) => at(trigger, 'type') === 'aws-sqs-queue')).toEqual([
        {
          type: 'aws-sqs-queue',
          metadata: {
            queueURL: queues['user-registered']?.url,
            queueLength: String(videoService.scale.queue?.messages),
            awsRegion: region,
          },
          authenticationRef: { name: 'keda-aws-credentials' },
        },
      ]);
      const authentication = one(renderUnit('streaming', cluster), 'TriggerAuthentication');
      expect(at(authentication, 'spec.podIdentity.provider')).toBe('aws');
      expect(at(authentication, 'metadata.name')).toBe('keda-aws-credentials');
    });
  },
);
