import { expect, test } from 'vitest';
import { webAddress } from '../../scripts/report/links.ts';

test.each([
  ['https://github.com/example/fleet.git', 'https://github.com/example/fleet/blob/main'],
  ['https://github.example.com/ops/fleet.git', 'https://github.example.com/ops/fleet/blob/main'],
  ['https://gitlab.com/group/sub/fleet.git', 'https://gitlab.com/group/sub/fleet/-/blob/main'],
  ['https://git.example.com/fleet.git', undefined],
])('a file of %s is read at %s', (url, address) => {
  expect(webAddress({ url, revision: 'main' })).toBe(address);
});
