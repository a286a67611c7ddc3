import { describe, expect, test } from 'vitest';
import { families } from '../../scripts/check/rules.ts';
import { findingsIn } from './findings-in.ts';

describe.each(families.filter(({ rules }) => rules.length > 0))('$name', ({ rules }) => {
  test.each(rules.map((rule) => ({ rule, id: rule.id })))('$id finds its fault, and only it', ({ rule }) => {
    expect(findingsIn(rule.failing, rule), 'in the failing sample').not.toEqual([]);
    expect(findingsIn(rule.passing, rule), 'in the passing sample').toEqual([]);
  });
});
