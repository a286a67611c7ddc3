import type { Placement } from '../graph/placement.ts';
import { queueTrigger, type Trigger, triggersOf } from '../scaling/triggers.ts';

/** Where each type of trigger says how much one pod takes. */
const TARGETS: Readonly<Record<string, string>> = {
  'aws-sqs-queue': 'queueLength',
  'redis-cluster-streams': 'pendingEntriesCount',
  'apache-kafka': 'lagThreshold',
};

/** PromQL: more waits than all of the workload's pods together are meant to take, by the numbers that KEDA reads (S0-101). */
export function backlogOf(placement: Placement): string {
  const { declaration, namespace, replicas } = placement;
  const waiting = triggers(placement).flatMap(({ type, metadata }, index) => {
    const target = Number(metadata[TARGETS[type] ?? '']);
    if (Number.isNaN(target)) return [];
    const series = `keda_scaler_metrics_value{exported_namespace="${namespace}",scaledObject="${declaration.name}",triggerIndex="${index}"}`;
    return [`max by (exported_namespace, scaledObject, metric) (${series}) > ${target * replicas.max}`];
  });
  return waiting.join(' or ');
}

/** In the order in which KEDA numbers them. */
function triggers(placement: Placement): readonly Trigger[] {
  const { declaration } = placement;
  if (declaration.kind === 'job') return [queueTrigger(placement, declaration.queue)];
  const { scale } = declaration;
  return scale.replicas === undefined
    ? triggersOf({ ...placement, declaration }, scale, declaration.name)
    : [];
}
