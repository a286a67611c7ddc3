import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { compareVersions } from '../../scripts/report/data/version-order.ts';

test.each([
  ['1.9.0', '1.10.0'],
  ['v1.9.3', 'v1.10.0'],
  ['1.2', '1.2.1'],
  ['2.0.0-rc.2', '2.0.0-rc.10'],
  ['2.0.0-rc.1', '2.0.0'],
  ['1.5.0', 'v1.6.0'],
  ['13.0.1', '13.0.2-security-01'],
])('nobody is told that %s is ahead of %s', (older, newer) => {
  expect(compareVersions(older, newer)).toBeLessThan(0);
  expect(compareVersions(newer, older)).toBeGreaterThan(0);
});

it('is an order, whatever people write into a version', () => {
  const version = fc.oneof(
    fc.stringMatching(/^v?\d{1,3}(\.\d{1,3}){0,3}(-[a-z]{1,3}(\.\d)?)?$/),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(version, version, version, (one, other, third) => {
      expect(Math.sign(compareVersions(one, other))).toBe(-Math.sign(compareVersions(other, one)) + 0);
      const sorted = [one, other, third].sort(compareVersions);
      expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
    }),
  );
});
