import { cpuAtLeast, memoryAtLeast } from '../evidence/amounts.ts';
import { workload, workloadOf } from '../evidence/members.ts';
import { placedAsDeclared, scaledAsDeclared, sizedAsDeclared } from '../evidence/workloads.ts';
import { on, rendered } from '../model/evidence.ts';
import { absent, atLeast, computed, exactly, including } from '../model/expected.ts';
import type { EvidenceById } from '../model/list-source.ts';
import { TARGETS } from './capacity/load.ts';

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

export const queues: EvidenceById = {
  'S4-142': [
    worker({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'triptrip-queue-worker' },
    }),
  ],
  'S4-143': [
    scaledAsDeclared(workload('triptrip-queue-worker', 'triptrip')),
    worker({ pollingInterval: 15 }),
    on(worker({ minReplicaCount: atLeast(1), maxReplicaCount: atLeast(50) }), production),
    worker({
      cooldownPeriod: absent,
      'advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds':
        TARGETS.downSeconds,
    }),
  ],
  'S4-144': [
    worker({ 'fallback.failureThreshold': 3, 'fallback.replicas': atLeast(1) }),
    on(worker({ 'fallback.replicas': atLeast(5) }), production),
  ],
  'S4-145': [
    worker({
      'triggers[type=aws-sqs-queue]': {
        type: 'aws-sqs-queue',
        authenticationRef: { name: 'keda-aws-credentials' },
        metadata: { queueURL: '{queues.task.url}', queueLength: '10', awsRegion: '{region}' },
      },
    }),
  ],
  'S4-146': [worker({ 'triggers[*].type': ofKafka })],
  'S4-147': [
    worker({
      'triggers[type=redis-cluster-streams].metadata': including({
        addresses: 'redis-cluster.triptrip-cache.svc.cluster.local:6379',
        stream: 'events',
        consumerGroup: 'triptrip-workers',
        pendingEntriesCount: '50',
      }),
    }),
  ],
  'S4-148': [
    rendered('triptrip-batch-processor/triptrip-batch/scaledjob-triptrip-batch-processor.yaml')({
      kind: 'ScaledJob',
      'metadata.namespace': 'triptrip-batch',
      'spec.jobTargetRef.template.spec.containers[*].name': exactly(['processor']),
    }),
  ],
  'S4-149': [
    processor({
      'jobTargetRef.parallelism': 1,
      'jobTargetRef.completions': 1,
      'jobTargetRef.backoffLimit': 3,
    }),
    pod({ restartPolicy: 'Never' }),
  ],
  'S4-150': [
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
  ],
  'S4-151': [
    processor({ pollingInterval: 30, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 5 }),
    processor({ maxReplicaCount: mostJobs }),
    on(processor({ maxReplicaCount: atLeast(20) }), production),
  ],
  'S4-152': [
    processor({
      'triggers[0]': {
        type: 'aws-sqs-queue',
        authenticationRef: { name: 'keda-aws-credentials' },
        metadata: { queueURL: '{queues.batch.url}', queueLength: '1', awsRegion: '{region}' },
      },
    }),
  ],
};
