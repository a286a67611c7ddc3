import { describe, expect, test } from 'vitest';
import { rules as everyRule, families } from '../../scripts/check/rules.ts';
import { findingsIn } from './findings-in.ts';

describe.each(families.filter(({ rules }) => rules.length > 0))('$name', ({ rules }) => {
  test.each(rules.map((rule) => ({ rule, id: rule.id })))(
    '$id finds its fault, and only it',
    ({ rule, id }) => {
      // What is waived is known when every rule has spoken.
      const asked = 'ofWaivers' in rule ? everyRule : [rule];
      const found = (manifests: string) => findingsIn(manifests, ...asked).filter((each) => each.rule === id);
      expect(found(rule.failing), 'in the failing sample').not.toEqual([]);
      expect(found(rule.passing), 'in the passing sample').toEqual([]);
    },
  );
});
