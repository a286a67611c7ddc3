import { describe, expect, test } from 'vitest';
import { sidesOf, unseenCases } from './corpus.ts';
import { quicklyJudged } from './judge.ts';

const CASES = unseenCases();
const families = [...new Set(CASES.map(({ family }) => family))];

/** Each case is a tree of its own. */
const PATIENT = 60_000;

describe('changes that were written down before the rules were read', () => {
  test('each has a name of its own, and changes something', () => {
    const names = CASES.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) < at)).toEqual([]);
    const idle = CASES.filter((entry) => {
      const { before, after } = sidesOf(entry);
      return JSON.stringify(before) === JSON.stringify(after);
    });
    expect(idle.map(({ name }) => name)).toEqual([]);
  });

  test.each(families)(
    '%s: each is told with the risk and the words that a reviewer is owed, and nothing else is',
    (family) => {
      const wrong = CASES.filter((entry) => entry.family === family).flatMap((entry) => {
        const { fault, told } = quicklyJudged(entry);
        return fault === undefined ? [] : [`${fault}: ${entry.name}: ${told.join(' / ')}`];
      });
      expect(wrong).toEqual([]);
    },
    PATIENT,
  );
});
