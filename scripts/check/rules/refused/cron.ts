const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly (readonly [
  name: string,
  least: number,
  most: number,
  names: readonly string[],
  offset: number,
])[] = [
  ['minute', 0, 59, [], 0],
  ['hour', 0, 23, [], 0],
  ['day of the month', 1, 31, [], 0],
  ['month', 1, 12, MONTHS, 1],
  ['day of the week', 0, 6, DAYS, 0],
];
const DESCRIPTORS = /^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/;
const DURATION = /^@every (?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+$/;

/** What a schedule may say besides. */
interface Dialect {
  /** Seven is Sunday too. */
  readonly sevenIsSunday?: boolean;
}

/** What is wrong with a schedule of five fields, as Kubernetes and most of its controllers read it; nothing where it is one. */
export function cronMistake(schedule: string, dialect: Dialect = {}): string | undefined {
  const text = schedule.trim();
  if (text === '') return 'it is empty';
  if (text.startsWith('@'))
    return DESCRIPTORS.test(text) || DURATION.test(text) ? undefined : `there is no ${text}`;
  const parts = text.split(/\s+/);
  if (parts.length !== 5) return `it has ${parts.length} fields, and 5 are read`;
  for (const [index, [name, least, most, names, offset]] of FIELDS.entries()) {
    const highest = index === 4 && dialect.sevenIsSunday ? 7 : most;
    const mistake = fieldMistake(parts[index] ?? '', name, least, highest, (word) =>
      numberOf(word, names, offset),
    );
    if (mistake !== undefined) return mistake;
  }
  return impossibleDay(parts);
}

function fieldMistake(
  field: string,
  name: string,
  least: number,
  most: number,
  read: (word: string) => number | undefined,
): string | undefined {
  for (const part of field.split(',')) {
    const [range = '', step, more] = part.split('/');
    if (more !== undefined) return `${part} has two steps`;
    if (step !== undefined && !/^[1-9]\d*$/.test(step)) return `the step of ${part} is no number above 0`;
    if (range === '*' || range === '?') continue;
    const [from = '', to, rest] = range.split('-');
    const [first, last] = [read(from), to === undefined ? undefined : read(to)];
    if (rest !== undefined || first === undefined || (to !== undefined && last === undefined))
      return `${part} is no ${name}`;
    if (first < least || first > most) return `${from} is no ${name}: from ${least} to ${most}`;
    if (last !== undefined && (last < least || last > most))
      return `${to} is no ${name}: from ${least} to ${most}`;
    if (last !== undefined && first > last) return `${range} ends before it starts`;
  }
  return undefined;
}

function numberOf(word: string, names: readonly string[], offset: number): number | undefined {
  const named = names.indexOf(word.toLowerCase());
  if (named >= 0) return named + offset;
  return /^\d+$/.test(word) ? Number(word) : undefined;
}

const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A day that no month of the schedule has. */
function impossibleDay(parts: readonly string[]): string | undefined {
  const [, , day = '*', month = '*', weekday = '*'] = parts;
  if (!/^\d+$/.test(day) || !/^\d+$/.test(month) || weekday !== '*') return undefined;
  return Number(day) > (LONGEST_MONTH[Number(month) - 1] ?? 31)
    ? `month ${month} has no day ${day}`
    : undefined;
}

/** Whether the machine's list of time zones has one; without case, as Go on most file systems doesn't read it. */
export function isTimeZone(zone: string): boolean {
  if (zone === 'UTC' || zone === 'Etc/UTC') return true;
  if (zone === 'Local' || zone === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return /^[A-Z]/.test(zone);
  } catch {
    return false;
  }
}
