import { describe, expect, it } from 'vitest';
import { exceptions } from '../../scripts/prove-charts/exceptions.ts';
import { shown } from '../../scripts/prove-charts/finding.ts';
import { judge } from '../../scripts/prove-charts/judge.ts';
import type { Rule } from '../../scripts/prove-charts/rule.ts';
import { smallState } from './small-state.ts';

const one = smallState({});
const other = { ...one, cluster: 'other' };
const rule: Rule = {
  name: 'colour',
  proves: 'all is green',
  judges: () => [{ unit: 'demo', object: 'Pod demo/demo', problem: 'It is red.', instead: 'Paint it.' }],
};
const excuse = {
  rule: 'colour',
  unit: 'demo',
  object: 'Pod demo/demo',
  reason: 'It has to be.',
  owner: 'platform',
};
const none = { exceptions: [], complete: true };

describe('findings', () => {
  it('of several clusters are told once, with what breaks and what to write', async () => {
    const found = await judge([one, other], [rule], none);
    expect(found.map(shown)).toEqual([
      'demo: Pod demo/demo [colour; small, other]\n  It is red.\n  Paint it.\n',
    ]);
  });

  it('may be excused, and an excuse that nothing needs is a finding, unless only some clusters were judged', async () => {
    expect(await judge([one], [rule], { exceptions: [excuse], complete: true })).toEqual([]);
    const idle = { ...excuse, object: 'Pod demo/gone' };
    const found = await judge([one], [rule], { exceptions: [excuse, idle], complete: true });
    expect(found.map(({ rule: name, object }) => `${name} ${object}`)).toEqual(['exceptions Pod demo/gone']);
    expect(await judge([one], [rule], { exceptions: [excuse, idle], complete: false })).toEqual([]);
  });

  it('that are excused have a reason in a sentence, and somebody who answers for it', () => {
    for (const { reason, owner } of exceptions) {
      expect(reason).toMatch(/^[A-Z].{15,}\.$/);
      expect(owner).not.toBe('');
    }
  });
});
