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
  const isEveryDay = parts[2] === '*' && parts[4] === '*';
  const starts = hours
    .flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
    .sort((one, other) => one - other);
  const [first, last] = [starts[0], starts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  const daily =
    isEveryDay || days === undefined || weekdays === undefined || weekdays.length > 1 || days.length > 1;
  return Math.min(...gaps, (daily ? 1440 : 10_080) - last + first) * 60;
}

function valuesOf(part: string, [low, high]: readonly [number, number]): readonly number[] | undefined {
  const found = new Set<number>();
  for (const item of part.split(',')) {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item) ?? [];
    if (!/^(?:\*|\d+(?:-\d+)?)(?:\/\d+)?$/.test(item)) return undefined;
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
