import { describe, expect, test } from 'vitest';
import { nearestName } from '../../clusters/nearest-name.ts';
import { contains, isNetwork, overlaps } from '../../clusters/network.ts';

describe('nearestName', () => {
  test.each([
    ['domian', ['domain', 'name'], 'domain'],
    ['HUB', ['hub'], 'hub'],
    ['linkedto', ['linkedTo', 'mesh'], 'linkedTo'],
    ['colour', ['domain', 'hub'], undefined],
    ['x', [], undefined],
  ])('%s among %j is %s', (name, candidates, nearest) => {
    expect(nearestName(name, candidates)).toBe(nearest);
  });

  test('the nearest wins, whichever comes first', () => {
    expect(nearestName('prod-eu', ['prod-us', 'prod-eu2'])).toBe('prod-eu2');
    expect(nearestName('prod-eu', ['prod-eu2', 'prod-us'])).toBe('prod-eu2');
  });
});

describe('networks', () => {
  test.each(['10.0.0.0/16', '0.0.0.0/0', '192.168.1.128/25', '10.0.0.1/32', '255.255.255.255/32'])(
    '%s is one',
    (cidr) => {
      expect(isNetwork(cidr)).toBe(true);
    },
  );

  test.each(['10.0.0.1/16', '256.0.0.0/8', '10.0.0.0/33', '10.0.0/16', '10.0.0.0', ''])(
    '%s is none',
    (cidr) => {
      expect(isNetwork(cidr)).toBe(false);
    },
  );

  test('neighbours do not overlap, and only the smaller lies in the larger', () => {
    expect(overlaps('10.0.0.0/17', '10.0.128.0/17')).toBe(false);
    expect(overlaps('10.0.0.0/16', '10.0.128.0/17')).toBe(true);
    expect(contains('10.0.0.0/16', '10.0.128.0/17')).toBe(true);
    expect(contains('10.0.128.0/17', '10.0.0.0/16')).toBe(false);
    expect(contains('10.0.0.0/16', '10.1.0.0/16')).toBe(false);
  });
});
