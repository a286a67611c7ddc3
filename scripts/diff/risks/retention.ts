import { durationOf } from '../compare/duration.ts';

const BYTES = /^(\d+(?:\.\d+)?)(B|KB|MB|GB|TB|PB|EB|[KMGTPE]iB)$/;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Whether less is kept than before: a time or a size that is smaller, or one that nobody here can read. */
export function keepsLess(before: unknown, after: unknown): boolean {
  const [old, now] = [amountOf(before), amountOf(after)];
  return old === undefined || now === undefined || now < old;
}

function amountOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const duration = durationOf(value);
  if (duration !== undefined) return duration;
  const [, number, unit = ''] = BYTES.exec(String(value)) ?? [];
  return number === undefined ? undefined : Number(number) * 1024 ** UNITS.indexOf(unit.replace('i', ''));
}
