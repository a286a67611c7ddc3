import { cronMistake } from '../../platform/kit/cron.ts';

const MINUTE = 60_000;
const UNITS: Readonly<Record<string, number>> = { h: 60 * MINUTE, m: MINUTE, s: 1_000 };
const MONTHS: readonly string[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];
const DAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
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
  const begins = matcherOf(schedule, timeZone === '' ? 'UTC' : timeZone);
  if (begins === undefined) return undefined;
  const minute = Math.floor(now / MINUTE) * MINUTE;
  for (let since = minute; since > now - lasts; since -= MINUTE) {
    if (begins(since)) return { since, until: since + lasts };
  }
  return undefined;
}

/** As Go writes durations: 60h, 1h30m. */
function millisecondsOf(duration: string): number {
  if (!/^(?:\d+[hms])+$/.test(duration)) return 0;
  return [...duration.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}

/** Whether a minute is one at which a cron expression begins, in a time zone. */
function matcherOf(schedule: string, timeZone: string): ((time: number) => boolean) | undefined {
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = schedule.split(/\s+/);
  const clock = clockOf(timeZone);
  if (clock === undefined) return undefined;
  const of = {
    minute: valuesOf(minutes, 0, 59, []),
    hour: valuesOf(hours, 0, 23, []),
    day: valuesOf(days, 1, 31, []),
    month: valuesOf(months, 1, 12, MONTHS),
    weekday: valuesOf(weekdays, 0, 6, DAYS),
  };
  // Where both say something, either will do: so cron has always read them.
  const either = !/^[*?]/.test(days) && !/^[*?]/.test(weekdays);
  return (time) => {
    const { minute, hour, day, month, weekday } = clock(time);
    if (!of.minute.has(minute) || !of.hour.has(hour) || !of.month.has(month)) return false;
    const [byDay, byWeekday] = [of.day.has(day), of.weekday.has(weekday)];
    return either ? byDay || byWeekday : byDay && byWeekday;
  };
}

function clockOf(timeZone: string) {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
    });
    return (time: number) => {
      const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
      const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
      return {
        minute: number('minute'),
        hour: number('hour'),
        day: number('day'),
        month: number('month'),
        weekday: DAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
      };
    };
  } catch {
    return undefined;
  }
}

/** The numbers that a field of a cron expression stands for. */
function valuesOf(field: string, least: number, most: number, names: readonly string[]): ReadonlySet<number> {
  const read = (text: string) => {
    const named = names.indexOf(text.toLowerCase());
    return named === -1 ? Number(text) : named + least;
  };
  const values = field.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const every = range === '*' || range === '?';
    const first = every ? least : read(from);
    const last = every ? most : to !== undefined ? read(to) : step === undefined ? first : most;
    const by = step === undefined ? 1 : Number(step);
    return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
  });
  return new Set(values);
}
