import { byDefault } from '../../../cluster-model/defaults/defaults.ts';
import type { ClusterRule, Said } from '../../rule.ts';
import { practiceOf } from '../../state/practice.ts';
import { at, numberAt, textAt } from '../../state/read.ts';
import type { Resource } from '../../state/resource.ts';
import { job } from '../sample-workloads.ts';
import { neverComes, shortestPeriod } from './cron-period.ts';

/** The controller looks at its CronJobs every ten seconds. */
const LEAST_DEADLINE = 10;

/** Times and rules of a CronJob that contradict each other. */
export const cronJobs: ClusterRule = {
  id: 'cron-job-times',
  severity: 'warning',
  summary: 'A CronJob that may never start, that overlaps itself, or whose runs skip the next one',
  breaks:
    'With a starting deadline under ten seconds the controller, which looks every ten, misses starts. A Job that may run longer than its period runs beside itself, or keeps the next one from starting.',
  pitfalls: ['X-52'],
  failing: job('import', {
    cron: 'schedule: "*/5 * * * *"; concurrencyPolicy: Forbid',
    spec: 'activeDeadlineSeconds: 3600',
  }),
  passing: job('import', {
    cron: 'schedule: "*/5 * * * *"; concurrencyPolicy: Forbid',
    spec: 'activeDeadlineSeconds: 240',
  }),
  *judge(state) {
    const jobs = state.of('batch/CronJob').filter(({ isExtract }) => !isExtract);
    for (const resource of jobs) yield* judge(resource);
    const forbids = ({ value }: Resource) =>
      (textAt(value, 'spec', 'concurrencyPolicy') ?? byDefault('batch/CronJob', 'spec.concurrencyPolicy')) !==
      'Allow';
    for (const resource of practiceOf(jobs, forbids)?.lacks ?? []) {
      yield {
        resource,
        path:
          at(resource.value, 'spec', 'concurrencyPolicy') === undefined
            ? ['spec']
            : ['spec', 'concurrencyPolicy'],
        message:
          'A run that takes long has the next one beside it; the other CronJobs of the tree do not allow that.',
        fix: 'Write concurrencyPolicy: Forbid.',
      };
    }
  },
};

function* judge(resource: Resource): Iterable<Said> {
  const spec = resource.value.spec;
  const starting = numberAt(spec, 'startingDeadlineSeconds');
  if (starting !== undefined && starting < LEAST_DEADLINE) {
    yield {
      resource,
      path: ['spec', 'startingDeadlineSeconds'],
      message: `A start that is ${starting} s late is left out, and the controller looks only every ${LEAST_DEADLINE} s.`,
      fix: 'Write 60 or more, or leave it out.',
    };
  }
  if (at(spec, 'suspend') === true) {
    yield {
      resource,
      path: ['spec', 'suspend'],
      severity: 'info',
      message: 'It is suspended: nothing starts.',
      fix: 'Take suspend out when it should run.',
    };
  }
  if (neverComes(textAt(spec, 'schedule') ?? '')) {
    yield {
      resource,
      path: ['spec', 'schedule'],
      message: `The schedule ${textAt(spec, 'schedule')} names a day that no month of it has: it never runs.`,
      fix: 'Write a day that the month has.',
    };
  }
  const period = shortestPeriod(textAt(spec, 'schedule') ?? '');
  const job = ['spec', 'jobTemplate', 'spec'];
  const deadline = numberAt(resource.value, ...job, 'activeDeadlineSeconds');
  if (period === undefined || deadline === undefined || deadline <= period) return;
  const policy = textAt(spec, 'concurrencyPolicy') ?? byDefault('batch/CronJob', 'spec.concurrencyPolicy');
  yield {
    resource,
    path: [...job, 'activeDeadlineSeconds'],
    severity: policy === 'Forbid' ? 'info' : 'warning',
    message: `A run may take ${deadline} s, and the next one is due after ${period} s: ${policy === 'Allow' ? 'it runs beside it' : policy === 'Replace' ? 'it takes the place of the one at work (Replace)' : 'it is left out'}.`,
    fix: `Write activeDeadlineSeconds: ${Math.max(Math.floor(period * 0.9), 1)} or less, or a longer period.`,
  };
}
