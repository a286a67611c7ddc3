import type { Family } from '../../rule.ts';
import { autoscalerOff } from './autoscaler-off.ts';
import { autoscalerTarget } from './autoscaler-target.ts';
import { budgetBlocksDrain } from './budget-blocks-drain.ts';
import { budgetCoverage } from './budget-coverage.ts';
import { budgetPractice } from './budget-practice.ts';
import { cronJobs } from './cron-jobs.ts';
import { entryDrain } from './entry-drain.ts';
import { gpuNotRequested } from './gpu-not-requested.ts';
import { hpaAndVpa } from './hpa-and-vpa.ts';
import { autoscalerRoom } from './hpa-room.ts';
import { ignoredDifferences } from './ignored-differences.ts';
import { jobs } from './jobs.ts';
import { karpenterDisruption } from './karpenter-disruption.ts';
import { kedaActivation } from './keda-activation.ts';
import { kedaCooldown } from './keda-cooldown.ts';
import { kedaReplicas } from './keda-replicas.ts';
import { limitRange } from './limit-range.ts';
import { memoryOfPrograms } from './memory-of-programs.ts';
import { metricWithoutProvider } from './metric-without-provider.ts';
import { noDataReadAsZero } from './no-data-read-as-zero.ts';
import { nodeSelection } from './node-selection.ts';
import { oneQueueTwoTargets } from './one-queue-two-targets.ts';
import { pausedScaler } from './paused-scaler.ts';
import { podFitsNode } from './pod-fits-node.ts';
import { poolLimits } from './pool-limits.ts';
import { priorityRule } from './priority.ts';
import { probeTimes } from './probe-times.ts';
import { proxySize } from './proxy-size.ts';
import { queueByValue } from './queue-by-value.ts';
import { quotaCoverage } from './quota-coverage.ts';
import { quotaNeedsResources } from './quota-needs-resources.ts';
import { quotaObjects } from './quota-objects.ts';
import { quotaSize } from './quota-size.ts';
import { redisClusterForms } from './redis-cluster-forms.ts';
import { redisTriggerType } from './redis-trigger-type.ts';
import { replicasOwnedTwice } from './replicas-owned-twice.ts';
import { resourceUnits } from './resource-units.ts';
import { rollout } from './rollout.ts';
import { scaledByMemory } from './scaled-by-memory.ts';
import { scaledJob } from './scaled-job.ts';
import { scalingBehaviour } from './scaling-behaviour.ts';
import { shutdown } from './shutdown.ts';
import { spreadRule } from './spread.ts';
import { spreadPractice } from './spread-practice.ts';
import { tolerations } from './tolerations.ts';
import { topologyKeys } from './topology-keys.ts';
import { triggerHost } from './trigger-host.ts';
import { triggerIdentity } from './trigger-identity.ts';
import { triggerMetadata } from './trigger-metadata.ts';
import { triggerValues } from './trigger-values.ts';
import { twoAutoscalers } from './two-autoscalers.ts';
import { utilizationWithSidecar } from './utilization-with-sidecar.ts';
import { utilizationWithoutRequest } from './utilization-without-request.ts';
import { volumeBinding } from './volume-binding.ts';
import { vpaBounds } from './vpa-bounds.ts';

/** Replicas, autoscalers, quotas, budgets, and the nodes that have to hold them. */
export const scale: Family = {
  name: 'scale',
  about: 'Replicas, autoscalers, quotas, budgets, and the nodes that have to hold them.',
  rules: [
    replicasOwnedTwice,
    twoAutoscalers,
    autoscalerTarget,
    autoscalerOff,
    utilizationWithoutRequest,
    utilizationWithSidecar,
    metricWithoutProvider,
    queueByValue,
    oneQueueTwoTargets,
    scalingBehaviour,
    hpaAndVpa,
    vpaBounds,
    triggerMetadata,
    triggerIdentity,
    triggerHost,
    redisTriggerType,
    kedaReplicas,
    kedaCooldown,
    kedaActivation,
    noDataReadAsZero,
    scaledJob,
    pausedScaler,
    budgetBlocksDrain,
    budgetCoverage,
    budgetPractice,
    cronJobs,
    limitRange,
    memoryOfPrograms,
    probeTimes,
    quotaCoverage,
    quotaNeedsResources,
    quotaObjects,
    quotaSize,
    resourceUnits,
    rollout,
    shutdown,
    karpenterDisruption,
    nodeSelection,
    podFitsNode,
    priorityRule,
    redisClusterForms,
    spreadPractice,
    spreadRule,
    tolerations,
    autoscalerRoom,
    jobs,
    poolLimits,
    topologyKeys,
    triggerValues,
    volumeBinding,
    entryDrain,
    ignoredDifferences,
    proxySize,
    scaledByMemory,
    gpuNotRequested,
  ],
};
