import { cronMistake } from '../../platform/kit/cron.ts';
import { cronOf } from '../cluster-model/objects/cron.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const UNITS: Readonly<Record<string, number>> = { h: 60 * MINUTE, m: MINUTE, s: SECOND };
/** The longest that a freeze may last here, and then some: what lasts longer is looked for so far back. */
const MOST = 62 * 24 * 60 * MINUTE;

/** When a window is open, in the words of its AppProject. */
interface Times {
  readonly schedule: string;
  readonly duration: string;
  readonly timeZone: string;
}

/**
 * When the window opened that is open now, and when it closes; undefined where none is, or where the controller could not read
 * it either.
 */
export function openAt(
  { schedule, duration, timeZone }: Times,
  now: number,
): { since: number; until: number } | undefined {
  const lasts = Math.min(millisecondsOf(duration), MOST);
  if (lasts <= 0 || cronMistake(schedule) !== undefined || schedule.startsWith('@')) return undefined;
  // What begins at this very second counts, and croner looks before the one that it is given.
  const [last] =
    cronOf(schedule, timeZone === '' ? 'UTC' : timeZone)?.previousRuns(1, new Date(now + SECOND)) ?? [];
  const since = last?.getTime();
  return since !== undefined && since > now - lasts ? { since, until: since + lasts } : undefined;
}

/** As Go writes durations: 60h, 1h30m. */
function millisecondsOf(duration: string): number {
  if (!/^(?:\d+[hms])+$/.test(duration)) return 0;
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}
