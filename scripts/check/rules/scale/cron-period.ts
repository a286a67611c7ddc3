const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];
const NAMED: Readonly<Record<string, number>> = {
  '@hourly': 3600,
  '@daily': 86_400,
  '@midnight': 86_400,
  '@weekly': 604_800,
};

/** The shortest time between two starts of a schedule, in seconds; undefined where it is not plain to see. */
export function shortestPeriod(schedule: string): number | undefined {
  const named = NAMED[schedule.trim()];
  if (named !== undefined) return named;
  const every = /^@every (\d+)(s|m|h)$/.exec(schedule.trim());
  if (every !== null) return Number(every[1]) * ({ s: 1, m: 60, h: 3600 }[every[2] ?? 's'] ?? 1);
  const parts = schedule.trim().split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minutes, hours, days, , weekdays] = parts.map((part, index) =>
    valuesOf(part, RANGES[index] ?? [0, 0]),
  );
  if (minutes === undefined || hours === undefined) return undefined;
  const starts = hours
    .flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
    .sort((one, other) => one - other);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  return Math.min(...gaps, daysBetween(parts, days, weekdays) * 1440 - last + first) * 60;
}

/** The least days from one day of a schedule to its next. */
function daysBetween(
  parts: readonly string[],
  days: readonly number[] | undefined,
  weekdays: readonly number[] | undefined,
): number {
  const [anyDay, anyWeekday] = [parts[2] === '*', parts[4] === '*'];
  if ((anyDay && anyWeekday) || days === undefined || weekdays === undefined) return 1;
  const least = (values: readonly number[], cycle: number) => {
    const sorted = [...values].sort((one, other) => one - other);
    const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
    return Math.min(
      ...sorted.slice(1).map((value, index) => value - (sorted[index] ?? 0)),
      cycle - last + first,
    );
  };
  // With both, either is enough.
  return Math.max(1, Math.min(anyDay ? 31 : least(days, 28), anyWeekday ? 31 : least(weekdays, 7)));
}

function valuesOf(part: string, [low, high]: readonly [number, number]): readonly number[] | undefined {
  const found = new Set<number>();
  for (const item of part.split(',')) {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item) ?? [];
    if (!/^(?:\*|\d+(?:-\d+)?)(?:\/\d+)?$/.test(item)) return undefined;
    if (step !== undefined && Number(step) === 0) return undefined;
    const start = from === undefined ? low : Number(from);
    const end = from === undefined || (to === undefined && step !== undefined) ? high : Number(to ?? from);
    for (let value = start; value <= Math.min(end, high); value += Math.max(Number(step ?? 1), 1))
      found.add(value);
  }
  return [...found];
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether no month of a schedule has one of its days, such as the 31st of February. */
export function neverComes(schedule: string): boolean {
  const [, , days, months, weekdays] = schedule.trim().split(/\s+/);
  if (days === undefined || months === undefined || weekdays !== '*') return false;
  const [ofMonth, ofYear] = [valuesOf(days, [1, 31]), valuesOf(months, [1, 12])];
  if (ofMonth === undefined || ofYear === undefined || ofMonth.length === 0) return false;
  return ofYear.every((month) => ofMonth.every((day) => day > (DAYS[month - 1] ?? 31)));
}
