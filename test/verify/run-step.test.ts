import { expect, it } from 'vitest';
import { Interrupted, Mistake } from '../../scripts/command-line/mistake.ts';
import { runStep } from '../../scripts/verify/run-step.ts';
import type { Assignment, Part } from '../../scripts/verify/step.ts';
import { assignment } from './assignment.ts';

const whole: Part = { name: 'a', seconds: 1, counts: { objects: 2 }, findings: [], exceptions: [] };

function verdict(run: (assignment: Assignment) => Promise<void>) {
  const told: Part[] = [];
  const ended = runStep({ name: 'step', run }, { ...assignment, done: (part) => told.push(part) });
  return { ended, told };
}

it('a step passes with all of its parts, each of them told', async () => {
  const { ended, told } = verdict(async ({ done }) => done(whole));
  expect(await ended).toMatchObject({ step: 'step', passed: true, parts: [whole] });
  expect(told).toEqual([whole]);
});

it('a step that breaks off has failed with its words, and ends no other', async () => {
  const { ended, told } = verdict(async ({ done }) => {
    done(whole);
    throw new Mistake('Go cannot get it.');
  });
  const { passed, parts } = await ended;
  expect(passed).toBe(false);
  expect(parts).toEqual(told);
  expect(parts.flatMap(({ findings }) => findings.map(({ says }) => says))).toEqual(['Go cannot get it.']);
});

it('whoever ends it, ends all of it', async () => {
  const { ended } = verdict(async () => {
    throw new Interrupted('Ctrl-C');
  });
  await expect(ended).rejects.toThrow(Interrupted);
});
