import { at, fields, isFields, number, text } from '../../state/read.ts';
import { cronMistake, isTimeZone } from './cron.ts';
import type { Fault } from './fault.ts';
import { jobFaults } from './job-spec.ts';
import { fault, type Judged, type Topic } from './topic.ts';

function* judge({ kind, value }: Judged): Generator<Fault> {
  const spec = fields(value.spec);
  if (kind === 'Job') {
    yield* jobFaults(spec, ['spec'], false);
    return;
  }
  const schedule = text(spec.schedule);
  if (schedule !== undefined && schedule !== '') {
    if (/TZ=/.test(schedule))
      yield fault(['spec', 'schedule'], 'a time zone does not belong in the schedule', 'write spec.timeZone');
    else {
      const mistake = cronMistake(schedule);
      if (mistake)
        yield fault(
          ['spec', 'schedule'],
          `${JSON.stringify(schedule)} is no schedule: ${mistake}`,
          'write five fields: minute, hour, day of the month, month, day of the week',
        );
    }
  }
  if (typeof spec.timeZone === 'string' && !isTimeZone(spec.timeZone))
    yield fault(
      ['spec', 'timeZone'],
      `there is no time zone ${JSON.stringify(spec.timeZone)}`,
      'write one such as Europe/Berlin or Etc/UTC',
    );
  const deadline = number(spec.startingDeadlineSeconds);
  if (deadline !== undefined && deadline >= 0 && deadline < 10)
    yield fault(
      ['spec', 'startingDeadlineSeconds'],
      `${deadline} seconds are less than the controller's round of 10, so no Job may ever start`,
      'write 10 or more',
      'warning',
    );
  if (isFields(spec.jobTemplate) && !isFields(spec.jobTemplate.spec))
    yield fault(['spec', 'jobTemplate', 'spec'], 'the Job has no spec', 'write spec with its template');
  yield* jobFaults(fields(at(spec, 'jobTemplate', 'spec')), ['spec', 'jobTemplate', 'spec'], true);
}

export const job: Topic = {
  id: 'refused-job',
  severity: 'error',
  summary: 'schedules, time zones and policies of Jobs and CronJobs that no API server takes',
  breaks: 'The API server refuses the object: the work is never done.',
  kinds: ['batch/Job', 'batch/CronJob'],
  judge,
  failing: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 24 * * *
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - { name: report, image: 'shop:1.2.3' }
`,
  passing: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: report
spec:
  schedule: 0 0 * * *
  timeZone: Europe/Berlin
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - { name: report, image: 'shop:1.2.3' }
`,
};
