import { Cron } from 'croner';

/** Any moment, so that the same schedule is always told in the same way. */
const FROM = new Date('2024-01-01T00:00:00Z');
/** Enough for the gaps of nights, weekends and months to be among them. */
const RUNS = 400;

/** The longest time in milliseconds between two runs of a cron expression; undefined for any other text. */
export function longestGap(schedule: unknown): number | undefined {
  if (typeof schedule !== 'string') return undefined;
  const every = /^@every\s+(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(schedule);
  if (every !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = every.slice(1).map((number) => Number(number ?? 0));
    return ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }
  const runs = runsOf(schedule) ?? [];
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? run));
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

/** Whether a cron expression is of days that no year has, such as the 31st of February. */
export function neverComes(schedule: unknown): boolean {
  return typeof schedule === 'string' && runsOf(schedule)?.length === 0;
}

/** The first runs from some moment on; undefined for what is no cron expression. */
function runsOf(schedule: string): readonly number[] | undefined {
  try {
    const cron = new Cron(schedule, { timezone: 'UTC', sloppyRanges: true, paused: true });
    return cron.nextRuns(RUNS, FROM).map((run) => run.getTime());
  } catch {
    return undefined;
  }
}
