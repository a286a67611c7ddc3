import { timeZoneMistake } from '../../clusters/time-zone.ts';
import { WEEKDAYS } from '../../clusters/weekdays.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The five fields of a cron expression, with the least and the most of each and its names from the least on. */
const FIELDS: readonly Field[] = [
  { name: 'a minute', least: 0, most: 59, names: [] },
  { name: 'an hour', least: 0, most: 23, names: [] },
  { name: 'a day of the month', least: 1, most: 31, names: [] },
  { name: 'a month', least: 1, most: 12, names: MONTHS },
  { name: 'a day of the week', least: 0, most: 6, names: WEEKDAYS.map((day) => day.toLowerCase()) },
];

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

/** Whether a `spec` has what {@link assertTimes} looks at. */
export function hasTimes(spec: unknown): boolean {
  return typeof spec === 'object' && spec !== null && ('timeZone' in spec || 'schedule' in spec);
}

/**
 * Refuses times that the controller of an object would refuse only on the cluster, where nobody sees it.
 *
 * @param subject the object, for the message
 * @throws if `schedule` or `timeZone` of its `spec` is invalid
 */
export function assertTimes(subject: string, spec: unknown): void {
  if (typeof spec !== 'object' || spec === null) return;
  if ('timeZone' in spec && typeof spec.timeZone === 'string') {
    const expected = timeZoneMistake(spec.timeZone);
    if (expected !== undefined) {
      throw new Error(`${subject}: spec.timeZone: found "${spec.timeZone}", expected ${expected}`);
    }
  }
  if ('schedule' in spec && typeof spec.schedule === 'string') {
    const expected = cronMistake(spec.schedule);
    if (expected !== undefined) {
      throw new Error(`${subject}: spec.schedule: found "${spec.schedule}", expected ${expected}`);
    }
  }
}

/** What is wrong with a cron expression, as words after "expected"; undefined where it is right. */
export function cronMistake(expression: string): string | undefined {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/.test(expression))
    return undefined;
  const parts = expression.split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return 'a cron expression of five fields (minute, hour, day, month, day of the week), such as 0 18 * * Mon-Fri';
  }
  return FIELDS.flatMap((field, index) => (isField(parts[index] ?? '', field) ? [] : [wanted(field)]))[0];
}

function wanted({ name, least, most, names }: Field): string {
  const example =
    names === MONTHS
      ? 'Jan-Mar'
      : names.length > 0
        ? 'Mon-Fri (the week begins with Sun)'
        : `${least}-${most}`;
  return `${name} from ${least} to ${most}, or a range whose end is not before its beginning, such as ${example}`;
}

function isField(text: string, field: Field): boolean {
  return text.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*' || range === '?') return true;
    const [first = Number.NaN, last = first, ...rest] = range
      .split('-')
      .map((value) => numberOf(value, field));
    return rest.length === 0 && first >= field.least && last <= field.most && first <= last;
  });
}

function numberOf(value: string, { least, names }: Field): number {
  if (/^\d+$/.test(value)) return Number(value);
  const index = names.indexOf(value.toLowerCase());
  return index < 0 ? Number.NaN : index + least;
}
