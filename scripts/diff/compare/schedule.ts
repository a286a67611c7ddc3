import { cronOf } from '../../cluster-model/objects/cron.ts';
import { durationOf } from './duration.ts';

/** Any moment, so that the same schedule is always told in the same way. */
const FROM = new Date('2024-01-01T00:00:00Z');
/** Enough for the gaps of nights, weekends and months to be among them. */
const RUNS = 400;

/** The longest time in milliseconds between two runs of a cron expression; undefined for any other text. */
export function longestGap(schedule: unknown): number | undefined {
  if (typeof schedule !== 'string') return undefined;
  const every = /^@every\s+(.+)$/.exec(schedule)?.[1];
  if (every !== undefined) return durationOf(every);
  const runs = cronOf(schedule, 'UTC')?.nextRuns(RUNS, FROM) ?? [];
  const gaps = runs.slice(1).map((run, index) => run.getTime() - (runs[index] ?? run).getTime());
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

/** Whether a cron expression is of days that no year has, such as the 31st of February. */
export function neverComes(schedule: unknown): boolean {
  return typeof schedule === 'string' && cronOf(schedule, 'UTC')?.nextRun(FROM) === null;
}
