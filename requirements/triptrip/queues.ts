import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { workload, workloadOf } from '../evidence/members.ts';
import { placedAsDeclared, scaledAsDeclared, sizedAsDeclared } from '../evidence/workloads.ts';
import { on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, exactly, including } from '../model/expected.ts';
import { done, otherwise, type Row, type Section } from '../model/row.ts';

const worker = rendered(
  'triptrip-queue-worker/triptrip-workers/scaledobject-triptrip-queue-worker.yaml',
  'spec',
);
const processor = rendered(
  'triptrip-batch-processor/triptrip-batch/scaledjob-triptrip-batch-processor.yaml',
  'spec',
);
const pod = rendered(
  'triptrip-batch-processor/triptrip-batch/scaledjob-triptrip-batch-processor.yaml',
  'spec.jobTargetRef.template.spec',
);
const production = 'triptrip-production';

/** Kafka scales it where the contract gives brokers, and nowhere else. */
const ofKafka = computed('kafka only where there are brokers', ({ cluster }) =>
  exactly([
    'aws-sqs-queue',
    'redis-cluster-streams',
    ...(cluster.terraform.kafkaBootstrapServers === undefined ? [] : ['kafka']),
  ]),
);

/** What the declaration of the processor allows at once, times the factor of the cluster. */
const mostJobs = computed('`max` × `replicaFactor`', (context) => {
  const { declaration } = workloadOf(context, 'triptrip-batch-processor');
  return declaration.kind === 'job' ? Math.ceil(declaration.max * context.cluster.replicaFactor) : 0;
});

export const queues: Section<Row> = {
  title: 'Work from queues',
  entries: [
    done(
      'S4-142',
      'K',
      'A ScaledObject of the queue worker',
      worker({
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-queue-worker' },
      }),
    ),
    otherwise(
      'S4-143',
      'K',
      'Polled every 15 s, cooled down for 300 s, 1 to 50 pods',
      'The 300 s stand where they work, in the behaviour: a cooldown is only for the way to no pod at all (X-46).',
      scaledAsDeclared(workload('triptrip-queue-worker', 'triptrip')),
      worker({ pollingInterval: 15 }),
      on(worker({ minReplicaCount: atLeast(1), maxReplicaCount: atLeast(50) }), production),
      worker({
        cooldownPeriod: absent,
        'advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds': 300,
      }),
    ),
    done(
      'S4-144',
      'K',
      'Five pods when the numbers are missing',
      worker({ 'fallback.failureThreshold': 3, 'fallback.replicas': atLeast(1) }),
      on(worker({ 'fallback.replicas': atLeast(5) }), production),
    ),
    done(
      'S4-145',
      'K+T',
      'Trigger: ten messages of the task queue a pod',
      worker({
        'triggers[type=aws-sqs-queue]': {
          type: 'aws-sqs-queue',
          authenticationRef: { name: 'keda-aws-credentials' },
          metadata: { queueURL: '{queues.task.url}', queueLength: '10', awsRegion: '{region}' },
        },
      }),
    ),
    otherwise(
      'S4-146',
      'K+T',
      'Trigger: lag of a Kafka group',
      'Off until the contract gives brokers (X-49).',
      worker({ 'triggers[*].type': ofKafka }),
    ),
    otherwise(
      'S4-147',
      'K',
      'Trigger: pending entries of a Redis stream',
      'By the scaler of a cluster, and a whole name (X-47, X-48).',
      worker({
        'triggers[type=redis-cluster-streams].metadata': including({
          addresses: 'redis-cluster.triptrip-cache.svc.cluster.local:6379',
          stream: 'events',
          consumerGroup: 'triptrip-workers',
          pendingEntriesCount: '50',
        }),
      }),
    ),
    done(
      'S4-148',
      'K',
      'A ScaledJob of the batch processor',
      rendered('triptrip-batch-processor/triptrip-batch/scaledjob-triptrip-batch-processor.yaml')({
        kind: 'ScaledJob',
        'metadata.namespace': 'triptrip-batch',
        'spec.jobTargetRef.template.spec.containers[*].name': exactly(['processor']),
      }),
    ),
    done(
      'S4-149',
      'K',
      'One pod a Job, three more tries',
      processor({
        'jobTargetRef.parallelism': 1,
        'jobTargetRef.completions': 1,
        'jobTargetRef.backoffLimit': 3,
      }),
      pod({ restartPolicy: 'Never' }),
    ),
    otherwise(
      'S4-150',
      'K',
      'Its container and requests',
      'By digest from ECR, with a limit of memory, hardened, and on Spot (X-29, X-52).',
      sizedAsDeclared(workload('triptrip-batch-processor', 'triptrip')),
      placedAsDeclared(workload('triptrip-batch-processor', 'triptrip')),
      pod({
        'containers[name=processor].resources.requests.cpu': cpuAtLeast('1'),
        'containers[name=processor].resources.requests.memory': memoryAtLeast('2Gi'),
        'containers[name=processor].resources.limits.memory': memoryAtLeast('4Gi'),
        'containers[name=processor].image':
          '{ecr_registry}/triptrip-batch-processor@{images.triptrip-batch-processor.digest}',
        nodeSelector: { 'workload-type': 'spot' },
      }),
    ),
    done(
      'S4-151',
      'K',
      'Polled every 30 s, 20 Jobs at most, a history',
      processor({ pollingInterval: 30, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 5 }),
      processor({ maxReplicaCount: mostJobs }),
      on(processor({ maxReplicaCount: atLeast(20) }), production),
    ),
    otherwise(
      'S4-152',
      'K+T',
      'Trigger: a Job for each message of the batch queue',
      'With the region and credentials, without which there is never a Job (X-50).',
      processor({
        'triggers[0]': {
          type: 'aws-sqs-queue',
          authenticationRef: { name: 'keda-aws-credentials' },
          metadata: { queueURL: '{queues.batch.url}', queueLength: '1', awsRegion: '{region}' },
        },
      }),
    ),
  ],
};
