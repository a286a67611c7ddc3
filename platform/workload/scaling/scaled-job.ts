import { ScaledJobSpecRolloutStrategy as RolloutStrategy, ScaledJob } from '@cdk8s/keda';
import { k8s } from 'cdk8s-plus-29';
import type { Construct } from 'constructs';
import { add } from '../../kit/manifest.ts';
import type { JobDeclaration } from '../declaration/workload.ts';
import type { Placement } from '../graph/placement.ts';
import { objectLabels } from '../labels.ts';
import { jobTemplate } from '../pods/pod-template.ts';
import { queueTrigger } from './triggers.ts';

/** Seconds between two checks of the queue (S4-151). */
const POLLING_SECONDS = 30;

/** Attempts after the first; those that a drained or reclaimed node ended do not count (S4-149, X-52). */
const RETRIES = 3;

const DEFAULT_DEADLINE_SECONDS = 3600;

/** A finished Job is deleted after a day, with its logs on the node, however few have followed it. */
const KEPT_SECONDS = 24 * 3600;

/**
 * The ScaledJob of a job: as long as messages wait, KEDA starts one Job for so many of them (S4-148 to S4-152).
 */
export function addScaledJob(scope: Construct, placement: Placement<JobDeclaration>): void {
  const { declaration, namespace, replicas } = placement;
  const { queue, deadlineSeconds = DEFAULT_DEADLINE_SECONDS } = declaration;
  add(scope, ScaledJob, {
    metadata: { name: declaration.name, namespace, labels: objectLabels(placement) },
    spec: {
      pollingInterval: POLLING_SECONDS,
      maxReplicaCount: replicas.max,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 5,
      // A new build is for the next Job. By default KEDA would kill those that run.
      rollout: { strategy: RolloutStrategy.GRADUAL },
      jobTargetRef: {
        parallelism: 1,
        completions: 1,
        backoffLimit: RETRIES,
        activeDeadlineSeconds: deadlineSeconds,
        ttlSecondsAfterFinished: KEPT_SECONDS,
        podFailurePolicy: {
          rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
        },
        template: k8s.toJson_PodTemplateSpec(jobTemplate(placement)),
      },
      triggers: [queueTrigger(placement, queue)],
    },
  });
}
