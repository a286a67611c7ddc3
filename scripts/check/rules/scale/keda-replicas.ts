import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { numberAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { deployment } from '../sample-workloads.ts';
import { scaledObject } from './sample-scalers.ts';
import { triggersOf } from './triggers.ts';

/** Numbers of replicas that the webhook of KEDA refuses, or that contradict each other. */
export const kedaReplicas: ClusterRule = {
  id: 'keda-replicas',
  severity: 'error',
  summary:
    'Numbers of replicas of a ScaledObject that contradict each other: least, most, idle, fallback, schedule',
  breaks:
    'The webhook of KEDA refuses the object, or the operator reports it as not Ready. A fallback outside the bounds, or a schedule above them, gives other replicas than it says.',
  failing:
    deployment('worker') +
    scaledObject('worker', { further: 'minReplicaCount: 2, idleReplicaCount: 2, maxReplicaCount: 10' }),
  passing:
    deployment('worker') +
    scaledObject('worker', { further: 'minReplicaCount: 2, idleReplicaCount: 0, maxReplicaCount: 10' }),
  *judge(state) {
    for (const resource of state.of('keda.sh/ScaledObject'))
      if (!resource.isExtract) yield* judge(state, resource);
  },
};

function* judge(state: ClusterState, resource: Resource): Iterable<Said> {
  const spec = resource.value.spec;
  const min = numberAt(spec, 'minReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.minReplicaCount');
  const max = numberAt(spec, 'maxReplicaCount') ?? byDefault('keda.sh/ScaledObject', 'spec.maxReplicaCount');
  const idle = numberAt(spec, 'idleReplicaCount');
  const triggers = triggersOf(state, resource);
  if (idle !== undefined && idle >= min) {
    yield {
      resource,
      path: ['spec', 'idleReplicaCount'],
      message: `idleReplicaCount ${idle} is not below minReplicaCount ${min}: KEDA refuses it.`,
      fix: min > 0 ? 'Write idleReplicaCount: 0.' : 'Leave idleReplicaCount out.',
    };
  }
  const isOfResources = (type: string) => type === 'cpu' || type === 'memory';
  if (min === 0 && triggers.length > 0 && triggers.every(({ type }) => isOfResources(type))) {
    yield {
      resource,
      path: ['spec', 'minReplicaCount'],
      message:
        'It scales to zero by CPU or memory alone: without pods there is neither, and KEDA refuses it.',
      fix: 'Write minReplicaCount: 1, or a trigger for what waits.',
    };
  }
  yield* judgeFallback(
    resource,
    min,
    max,
    triggers.every(({ type }) => isOfResources(type)),
  );
  for (const { path, type, metadata } of triggers) {
    const desired = Number(metadata.desiredReplicas ?? Number.NaN);
    if (type !== 'cron' || !Number.isInteger(desired)) continue;
    if (desired > max || desired < min) {
      yield {
        resource,
        path: [...path, 'metadata', 'desiredReplicas'],
        severity: 'warning',
        message: `The schedule asks for ${desired} replicas, and the ScaledObject has from ${min} to ${max}.`,
        fix: `Write a number from ${min} to ${max}, or other bounds.`,
      };
    }
    if (metadata.start !== undefined && metadata.start === metadata.end) {
      yield {
        resource,
        path: [...path, 'metadata', 'end'],
        message: 'The schedule ends when it starts: KEDA refuses it.',
        fix: 'Write when the replicas are no longer needed.',
      };
    }
  }
}

function* judgeFallback(
  resource: Resource,
  min: number,
  max: number,
  isOfResources: boolean,
): Iterable<Said> {
  const replicas = numberAt(resource.value, 'spec', 'fallback', 'replicas');
  if (replicas === undefined) return;
  const path = ['spec', 'fallback'];
  if (isOfResources) {
    yield {
      resource,
      path,
      message:
        'A fallback is for triggers that KEDA asks itself, and all of these are CPU or memory: KEDA refuses it.',
      fix: 'Remove fallback, or add another trigger.',
    };
  } else if (replicas > max || replicas < min) {
    yield {
      resource,
      path: [...path, 'replicas'],
      severity: 'warning',
      message: `With the trigger's source away it asks for ${replicas} replicas, and the bounds are ${min} and ${max}.`,
      fix: `Write a number from ${Math.max(min, 1)} to ${max}.`,
    };
  }
}
