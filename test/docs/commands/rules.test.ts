import { describe, expect, test } from 'vitest';
import { mistakesIn, rules } from './rules.ts';

describe.each(Object.entries(rules))('%s', (_, rule) => {
  test('refuses each command that would fail', () => {
    const passed = rule.cases.fails.filter((markdown) => mistakesIn(markdown, [rule]).length === 0);
    expect(passed).toEqual([]);
  });

  test('lets each command pass that works', () => {
    expect(rule.cases.passes.flatMap((markdown) => mistakesIn(markdown, [rule]))).toEqual([]);
  });
});
