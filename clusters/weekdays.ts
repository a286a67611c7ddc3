/** As cron counts them, from 0. */
export const WEEKDAYS: readonly string[] = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Whether days are a first and a last one in the order of cron, whose parsers refuse a range that runs backwards. */
export function isDayRange(days: string): boolean {
  const [first = -1, last = -1, ...more] = days.split('-').map((day) => WEEKDAYS.indexOf(day));
  return more.length === 0 && first >= 0 && first <= last;
}
