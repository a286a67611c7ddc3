import { parse } from 'yaml';
import { z } from 'zod';

const permissions = z.union([z.string(), z.record(z.string(), z.string())]);

const step = z.object({
  id: z.string().optional(),
  if: z.unknown().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  env: z.unknown().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
});

const job = z.object({
  /** As GitHub shows it, and as the protection of a branch names it; {@link NamedJob} has the key. */
  name: z.string().optional(),
  env: z.unknown().optional(),
  container: z.unknown().optional(),
  services: z.record(z.string(), z.unknown()).default({}),
  'runs-on': z.unknown().optional(),
  permissions: permissions.optional(),
  if: z.unknown().optional(),
  uses: z.string().optional(),
  environment: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  'timeout-minutes': z.number().optional(),
  outputs: z.record(z.string(), z.string()).default({}),
  steps: z.array(step).default([]),
});

const source = z.object({
  on: z.unknown().optional(),
  permissions: permissions.optional(),
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), job).default({}),
  /** Of a composite action, which has steps and no jobs. */
  runs: z.object({ steps: z.array(step) }).optional(),
});

export type Step = z.infer<typeof step>;
type Job = z.infer<typeof job>;

/** A job of a workflow, or the steps of an action, which run inside other people's jobs. */
export interface NamedJob extends Omit<Job, 'name'> {
  readonly name: string;
  /** As a check of a pull request is called. */
  readonly check: string;
}

/** A workflow or a composite action, as far as the rules look at it. */
export interface Workflow {
  readonly text: string;
  readonly kind: 'workflow' | 'action';
  /** Names of the events that start it. */
  readonly triggers: readonly string[];
  readonly permissions?: z.infer<typeof permissions> | undefined;
  readonly concurrency: unknown;
  readonly jobs: readonly NamedJob[];
}

/**
 * Reads a workflow or an action.
 *
 * @throws when it is not YAML, or does not have the form of either
 */
export function readWorkflow(text: string): Workflow {
  const { on, permissions, concurrency, jobs, runs } = source.parse(parse(text));
  const named = Object.entries(jobs).map(([name, value]) => ({
    ...value,
    name,
    check: value.name ?? name,
  }));
  const steps = runs && { ...job.parse({ steps: runs.steps }), name: 'runs', check: 'runs' };
  return {
    text,
    kind: runs === undefined ? 'workflow' : 'action',
    triggers: triggersOf(on),
    permissions,
    concurrency,
    jobs: steps === undefined ? named : [steps],
  };
}

function triggersOf(on: unknown): string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.map(String);
  return typeof on === 'object' && on !== null ? Object.keys(on) : [];
}

/** Scopes that a job may write with its token. */
export function writableScopes(given: Workflow['permissions']): readonly string[] {
  if (given === undefined) return [];
  if (typeof given === 'string') return given === 'write-all' ? ['everything'] : [];
  return Object.entries(given).flatMap(([scope, access]) => (access === 'write' ? [scope] : []));
}

/** Steps that use an action, by its name without the version. */
export function stepsUsing({ steps }: NamedJob, action: RegExp): readonly Step[] {
  return steps.filter(({ uses = '' }) => action.test(uses));
}

/**
 * Whether a job could change or read something outside of its runner: with its own token, a role in AWS, the token of an App, a
 * secret or an environment.
 */
export function hasRights(job: NamedJob): boolean {
  const apps = stepsUsing(job, /^actions\/create-github-app-token@|\/actions\/propose-change(?:@|$)/);
  const given = JSON.stringify([job.env, job.steps.map(({ env, with: inputs }) => [env, inputs])]);
  return (
    job.environment !== undefined ||
    writableScopes(job.permissions).length > 0 ||
    apps.length > 0 ||
    /\bsecrets\b(?:\.|\[)/.test(given)
  );
}

/** Whether only a push to a branch of this repository starts a job, which nobody else can make. */
export function isOfPush({ if: condition }: NamedJob): boolean {
  return /^\s*(?:\$\{\{\s*)?github\.event_name == 'push'(?!.*\|\|(?![^(]*\)))/.test(String(condition ?? ''));
}
