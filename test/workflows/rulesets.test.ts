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
  jobs: z.record(z.string(), z.object({ name: z.string(), if: z.string().optional() })),
});

const ruleset = rulesetSchema.parse(JSON.parse(readFileSync('.github/rulesets/main.json', 'utf8')));
const ci = workflowSchema.parse(parse(readFileSync('.github/workflows/ci.yaml', 'utf8')));

function parametersOf(type: string): Readonly<Record<string, unknown>> {
  const rule = ruleset.rules.find((each) => each.type === type);
  if (rule === undefined) throw new Error(`.github/rulesets/main.json has no rule ${type}.`);
  return rule.parameters;
}

describe('main is what Argo CD applies, so nobody changes it alone', () => {
  it('the rules hold for the branch that Argo CD reads, and for everybody', () => {
    expect(loadFleet().repository.revision).toBe('main');
    expect(ruleset.conditions.ref_name.include).toEqual(['~DEFAULT_BRANCH']);
    expect(ruleset.enforcement).toBe('active');
    expect(ruleset.bypass_actors).toEqual([]);
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
    const checks = z
      .array(z.object({ context: z.string() }))
      .parse(parametersOf('required_status_checks').required_status_checks);
    expect(checks).toHaveLength(1);
    for (const { context } of checks) {
      const job = Object.values(ci.jobs).find(({ name }) => name === context);
      // A job that is skipped counts as passed.
      expect(job?.if, context).toBe('always()');
    }
    parametersOf('merge_queue');
    expect(Object.keys(ci.on)).toEqual(expect.arrayContaining(['merge_group', 'pull_request']));
  });
});
