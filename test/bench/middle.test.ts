import { expect, test } from 'vitest';
import { middle } from '../../scripts/bench/measure.ts';

const took = (cpuSeconds: number) => ({
  name: `${cpuSeconds}`,
  seconds: 1,
  objects: 1,
  written: 1,
  peakMegabytes: 1,
  cpuSeconds,
});

test('neither a run that was disturbed nor a lucky one makes a ratio', () => {
  expect(middle([took(9), took(1), took(2)]).cpuSeconds).toBe(2);
  expect(middle([took(5), took(4)]).cpuSeconds).toBe(4);
  expect(middle([took(3)]).cpuSeconds).toBe(3);
});
