import type { ClusterRule } from '../../rule.ts';
import { numberAt } from '../../state/read.ts';
import { job } from '../sample-workloads.ts';

/** Where the spec of the Job stands in each kind. */
const JOBS: Readonly<Record<string, readonly string[]>> = {
  'batch/Job': ['spec'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec'],
  'keda.sh/ScaledJob': ['spec', 'jobTargetRef'],
};

/** A Job that makes no pods, or ends before its first try has. */
export const jobs: ClusterRule = {
  id: 'job-never-ends',
  severity: 'warning',
  summary: 'A Job that may have no pod at a time, or has more at a time than it needs',
  breaks: 'With parallelism 0 no pod is made, and the Job never ends: what waits for it, waits for ever.',
  failing: job('import', { spec: 'parallelism: 0' }),
  passing: job('import', { spec: 'parallelism: 1' }),
  *judge(state) {
    for (const [kind, path] of Object.entries(JOBS)) {
      for (const resource of state.of(kind)) {
        const parallelism = numberAt(resource.value, ...path, 'parallelism');
        const completions = numberAt(resource.value, ...path, 'completions');
        if (parallelism === 0) {
          yield {
            resource,
            path: [...path, 'parallelism'],
            message: 'With parallelism 0 it makes no pod, and never ends.',
            fix: 'Write parallelism: 1 or more.',
          };
        } else if (parallelism !== undefined && completions !== undefined && parallelism > completions) {
          yield {
            resource,
            path: [...path, 'parallelism'],
            severity: 'info',
            message: `It may have ${parallelism} pods at a time, and ${completions} are all that it needs.`,
            fix: `Write parallelism: ${completions} or less.`,
          };
        }
        const ttl = numberAt(resource.value, ...path, 'ttlSecondsAfterFinished');
        if (ttl !== 0 || kind !== 'batch/Job') continue;
        yield {
          resource,
          path: [...path, 'ttlSecondsAfterFinished'],
          severity: 'info',
          message: 'It is gone the moment that it ends, with its logs and its result.',
          fix: 'Write an hour or more.',
        };
      }
    }
  },
};
