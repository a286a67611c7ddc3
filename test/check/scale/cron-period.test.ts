import { expect, it } from 'vitest';
import { neverComes, shortestPeriod } from '../../../scripts/check/rules/scale/cron-period.ts';

it.each([
  ['*/5 * * * *', 300],
  ['* * * * *', 60],
  ['0 * * * *', 3600],
  ['@hourly', 3600],
  ['@every 90s', 90],
  ['15 3 * * *', 86_400],
  ['0 8,20 * * *', 43_200],
  ['0 8,9 * * *', 3600],
  ['0,50 * * * *', 600],
  ['0 3 * * 0', 604_800],
])('%s starts every %i seconds at the shortest', (schedule, seconds) => {
  expect(shortestPeriod(schedule)).toBe(seconds);
});

it.each(['', 'x', '0 3 * *', 'a b c d e', '@reboot'])('of %s nobody knows it', (schedule) => {
  expect(shortestPeriod(schedule)).toBeUndefined();
});

it('knows days that no month has', () => {
  expect(neverComes('0 3 31 2 *')).toBe(true);
  expect(neverComes('0 3 31 4,6 *')).toBe(true);
  expect(neverComes('0 3 29 2 *')).toBe(false);
  expect(neverComes('0 3 31 2 1')).toBe(false);
});
