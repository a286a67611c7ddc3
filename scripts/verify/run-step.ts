import { Interrupted, Mistake } from '../command-line/mistake.ts';
import { verdictOf } from './report.ts';
import type { Assignment, Part, Step, Verdict } from './step.ts';

/** Runs a step to its verdict. One that breaks off has failed, and the others are run all the same. */
export async function runStep(
  step: Pick<Step, 'name' | 'run'>,
  { done, ...assignment }: Assignment,
): Promise<Verdict> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const parts: Part[] = [];
  const add = (part: Part) => {
    parts.push(part);
    done(part);
  };
  try {
    await step.run({ ...assignment, done: add });
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    const finding = { where: step.name, what: 'it broke off', says: textOf(error) };
    add({ name: step.name, seconds: seconds(), counts: {}, findings: [finding], exceptions: [] });
  }
  return verdictOf(step, parts, seconds());
}

/** Of an error that nobody has written for people, also where it comes from. */
function textOf(error: unknown): string {
  if (error instanceof Mistake) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
