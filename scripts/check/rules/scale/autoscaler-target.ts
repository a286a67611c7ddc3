import { groupOf } from '../../../charts/inventory/cluster-wide.ts';
import type { ClusterRule } from '../../rule.ts';
import { fieldsAt, textAt } from '../../state/read.ts';
import { deployment } from '../sample-workloads.ts';
import { hpa } from './sample-scalers.ts';

/** The group of each kind that has replicas to set. */
const SCALABLE: Readonly<Record<string, string>> = {
  Deployment: 'apps',
  StatefulSet: 'apps',
  ReplicaSet: 'apps',
  ReplicationController: '',
  Rollout: 'argoproj.io',
};
/** Kinds of pods without replicas. */
const FIXED = new Set(['DaemonSet', 'Job', 'CronJob', 'Pod', 'ScaledJob', 'Service']);

/** What has no replicas cannot be scaled, and what is of another group is not found. */
export const autoscalerTarget: ClusterRule = {
  id: 'autoscaler-target-without-scale',
  severity: 'error',
  summary: 'An autoscaler whose target is of a kind without replicas, or of a wrong group',
  breaks:
    'The autoscaler reports FailedGetScale and never scales; the workload keeps the replicas that it has.',
  pitfalls: ['X-9'],
  failing: deployment('web') + hpa('web', { apiVersion: 'v1' }),
  passing: deployment('web') + hpa('web'),
  *judge(state) {
    for (const resource of state.of('autoscaling/HorizontalPodAutoscaler', 'keda.sh/ScaledObject')) {
      if (resource.isExtract) continue;
      const reference = fieldsAt(resource.value, 'spec', 'scaleTargetRef');
      const kind = textAt(reference, 'kind');
      if (kind === undefined) continue;
      const path = ['spec', 'scaleTargetRef'];
      if (FIXED.has(kind)) {
        yield {
          resource,
          path: [...path, 'kind'],
          message: `A ${kind} has no replicas that an autoscaler could set.`,
          fix:
            kind === 'Job' || kind === 'CronJob'
              ? 'Scale Jobs with a ScaledJob of KEDA, or name a Deployment or StatefulSet.'
              : 'Name a Deployment or StatefulSet, or remove the autoscaler.',
        };
        continue;
      }
      const wanted = SCALABLE[kind];
      const apiVersion = textAt(reference, 'apiVersion');
      const isOfKeda = resource.kind === 'ScaledObject' && apiVersion === undefined;
      if (wanted === undefined || isOfKeda || groupOf(apiVersion ?? '') === wanted) continue;
      yield {
        resource,
        path: apiVersion === undefined ? path : [...path, 'apiVersion'],
        message:
          apiVersion === undefined
            ? `It says no apiVersion of its target, and no ${kind} is in the core group: the target is not found.`
            : `There is no ${kind} in ${apiVersion}: the target is not found.`,
        fix: `Write apiVersion: ${wanted === '' ? 'v1' : wanted === 'apps' ? 'apps/v1' : `${wanted}/v1alpha1`}.`,
      };
    }
  },
};
