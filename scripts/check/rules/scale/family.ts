import type { Family } from '../../rule.ts';
import { autoscalerOff } from './autoscaler-off.ts';
import { autoscalerTarget } from './autoscaler-target.ts';
import { hpaAndVpa } from './hpa-and-vpa.ts';
import { kedaActivation } from './keda-activation.ts';
import { kedaCooldown } from './keda-cooldown.ts';
import { kedaReplicas } from './keda-replicas.ts';
import { metricWithoutProvider } from './metric-without-provider.ts';
import { noDataReadAsZero } from './no-data-read-as-zero.ts';
import { oneQueueTwoTargets } from './one-queue-two-targets.ts';
import { pausedScaler } from './paused-scaler.ts';
import { queueByValue } from './queue-by-value.ts';
import { redisTriggerType } from './redis-trigger-type.ts';
import { replicasOwnedTwice } from './replicas-owned-twice.ts';
import { scaledJob } from './scaled-job.ts';
import { scalingBehaviour } from './scaling-behaviour.ts';
import { triggerHost } from './trigger-host.ts';
import { triggerIdentity } from './trigger-identity.ts';
import { triggerMetadata } from './trigger-metadata.ts';
import { twoAutoscalers } from './two-autoscalers.ts';
import { utilizationWithSidecar } from './utilization-with-sidecar.ts';
import { utilizationWithoutRequest } from './utilization-without-request.ts';
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
  ],
};
