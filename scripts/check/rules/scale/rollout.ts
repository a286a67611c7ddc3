import type { ClusterRule, Said } from '../../rule.ts';
import type { ClusterState } from '../../state/cluster-state.ts';
import { at, listAt, places, textAt } from '../../state/read.ts';
import { scaleOf, share, surgeOf, unavailableOf } from '../../state/scales.ts';
import type { Workload } from '../../state/workload.ts';
import { deployment } from '../sample-workloads.ts';

const claim = `
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: shop }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
const volume = 'volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]';

/** Updates that have no place for a new pod, or take all old ones away at once. */
export const rollout: ClusterRule = {
  id: 'rollout-cannot-proceed',
  severity: 'warning',
  summary: 'An update that has no place for its new pods, or that takes all pods away at once',
  breaks:
    'A disk of one node cannot follow the new pod to another: it waits for the old one, which waits for it, and the update hangs. With everything away at once the service is down for as long as pods take to start.',
  pitfalls: ['X-32'],
  failing: deployment('db', { spec: 'replicas: 1', pod: volume }) + claim,
  passing: deployment('db', { spec: 'replicas: 1; strategy: { type: Recreate }', pod: volume }) + claim,
  *judge(state) {
    for (const workload of state.workloads) {
      if (workload.isMade || workload.resource.isExtract) continue;
      yield* judgeDisks(state, workload);
      yield* judgeAway(state, workload);
    }
  },
};

function* judgeDisks(state: ClusterState, workload: Workload): Iterable<Said> {
  const { resource, kind, spec, namespace, specPath } = workload;
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return;
  for (const { path, value } of places(spec, 'volumes[].persistentVolumeClaim.claimName', specPath)) {
    const claim = state.find('/PersistentVolumeClaim', namespace, String(value));
    const modes = listAt(claim?.value, 'spec', 'accessModes');
    const isOfOneNode =
      modes.length > 0 && modes.every((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
    if (!isOfOneNode) continue;
    const { max } = scaleOf(state, workload);
    if (max > 1) {
      yield {
        resource,
        path,
        severity: 'error',
        message: `Its ${max} pods share the claim ${String(value)}, which one node alone can have (${modes.join(', ')}): pods on other nodes never start.`,
        fix: 'Use a StatefulSet with volumeClaimTemplates, a claim of ReadWriteMany, or one replica.',
      };
    } else if (kind === 'Deployment' && max === 1 && surgeOf(workload, 1) > 0) {
      yield {
        resource,
        path: ['spec', 'strategy'],
        message: `While it is updated, the new pod needs the claim ${String(value)} that the old one has (${modes.join(', ')}), and the old one stays until the new one is ready.`,
        fix: 'Write strategy.type: Recreate.',
      };
    }
  }
}

function* judgeAway(state: ClusterState, workload: Workload): Iterable<Said> {
  const { resource, kind } = workload;
  const { max } = scaleOf(state, workload);
  if (kind === 'Deployment' && max > 1) {
    const written = at(resource.value, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
    if (written !== undefined && unavailableOf(workload, max) >= max) {
      yield {
        resource,
        path: ['spec', 'strategy', 'rollingUpdate', 'maxUnavailable'],
        message: `maxUnavailable ${String(written)} takes all ${max} pods away at once.`,
        fix: 'Write maxUnavailable: 0 with maxSurge: 1.',
      };
    }
  }
  if (kind === 'DaemonSet') {
    const written = at(resource.value, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
    if (written !== '100%') return;
    yield {
      resource,
      path: ['spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable'],
      severity: 'info',
      message: 'An update takes its pods away on all nodes at once.',
      fix: 'Write 10%, or a number.',
    };
  }
  if (kind === 'StatefulSet') {
    const partition =
      share(at(resource.value, 'spec', 'updateStrategy', 'rollingUpdate', 'partition'), max, 'up') ?? 0;
    if (partition >= max && max > 0) {
      yield {
        resource,
        path: ['spec', 'updateStrategy', 'rollingUpdate', 'partition'],
        message: `Only pods from ordinal ${partition} on are updated, and it has ${max}: no update reaches any.`,
        fix: 'Write partition: 0, or leave it out.',
      };
    }
    if (
      textAt(resource.value, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenScaled') === 'Delete' &&
      scaleOf(state, workload).scalers.length > 0
    ) {
      yield {
        resource,
        path: ['spec', 'persistentVolumeClaimRetentionPolicy', 'whenScaled'],
        message: 'An autoscaler takes pods away, and with each its disk and data.',
        fix: 'Write whenScaled: Retain.',
      };
    }
  }
}
