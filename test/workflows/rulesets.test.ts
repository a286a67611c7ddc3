import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadFleet } from '../../clusters/index.ts';

const rulesetSchema = z.object({
  target: z.literal('branch'),
  enforcement: z.string(),
  bypass_actors: z.array(z.unknown()),
  conditions: z.object({ ref_name: z.object({ include: z.array(z.string()) }) }),
  rules: z.array(z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) })),
});

const workflowSchema = z.object({
  on: z.record(z.string(), z.unknown()),
  jobs: z.record(
    z.string(),
    z.object({ name: z.string(), if: z.string().optional(), needs: z.unknown().optional() }),
  ),
});

const rulesetOf = (name: string) =>
  rulesetSchema.parse(JSON.parse(readFileSync(`.github/rulesets/${name}.json`, 'utf8')));
const ruleset = rulesetOf('main');
/** What may be passed by in an emergency. */
const everyGate = rulesetOf('every-gate');
const ci = workflowSchema.parse(parse(readFileSync('.github/workflows/ci.yaml', 'utf8')));

function parametersOf(type: string, { rules } = ruleset): Readonly<Record<string, unknown>> {
  const rule = rules.find((each) => each.type === type);
  if (rule === undefined) throw new Error(`No rule of main has the type ${type}.`);
  return rule.parameters;
}

/** The jobs of CI that a set of rules waits for. */
function jobsOf(rules: typeof ruleset) {
  const checks = z
    .array(z.object({ context: z.string() }))
    .parse(parametersOf('required_status_checks', rules).required_status_checks);
  return checks.map(({ context }) => Object.values(ci.jobs).find(({ name }) => name === context));
}

describe('main is what Argo CD applies, so nobody changes it alone', () => {
  it.each([ruleset, everyGate])('rules hold for the branch that Argo CD reads', (rules) => {
    expect(loadFleet().repository.revision).toBe('main');
    expect(rules.conditions.ref_name.include).toEqual(['~DEFAULT_BRANCH']);
    expect(rules.enforcement).toBe('active');
  });

  it('nobody passes by review and quick gates; by the slow ones who breaks the glass does, with a pull request', () => {
    expect(ruleset.bypass_actors).toEqual([]);
    expect(everyGate.bypass_actors).toMatchObject([{ actor_type: 'Team', bypass_mode: 'pull_request' }]);
    expect(everyGate.rules.map(({ type }) => type).sort()).toEqual(['merge_queue', 'required_status_checks']);
    const [quick, ...others] = jobsOf(ruleset);
    expect(others).toEqual([]);
    // A job that is skipped counts as passed, so nothing may skip this one.
    expect(quick).toMatchObject({ name: 'Quick gates' });
    expect([quick?.if, quick?.needs]).toEqual([undefined, undefined]);
  });

  it('history stays: it says which build ran before, and a rollback reads it', () => {
    parametersOf('deletion');
    parametersOf('non_fast_forward');
  });

  it('the owners of what changes agree to the very commit that is merged', () => {
    expect(parametersOf('pull_request')).toMatchObject({
      required_approving_review_count: 1,
      require_code_owner_review: true,
      dismiss_stale_reviews_on_push: true,
      require_last_push_approval: true,
    });
  });

  it('the check that is required is a job of CI that always reports, in the queue too', () => {
    const jobs = jobsOf(everyGate);
    expect(jobs).toHaveLength(1);
    // A job that is skipped counts as passed.
    for (const job of jobs) expect(job?.if).toBe('always()');
    parametersOf('merge_queue', everyGate);
    expect(Object.keys(ci.on)).toEqual(expect.arrayContaining(['merge_group', 'pull_request']));
  });
});
