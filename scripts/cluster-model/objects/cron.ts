import { Cron } from 'croner';

/** A cron expression as Go reads it; undefined where it is none, or there is no such time zone. */
export function cronOf(schedule: string, timezone: string): Cron | undefined {
  try {
    // Croner refuses a time zone only when it is asked for a run.
    Intl.DateTimeFormat('en', { timeZone: timezone });
    // `5/15` is from five on.
    return new Cron(schedule, { timezone, sloppyRanges: true, paused: true });
  } catch {
    return undefined;
  }
}
