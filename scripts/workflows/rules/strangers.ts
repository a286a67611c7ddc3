import { requiredChecks } from '../required-checks.ts';
import type { Rule } from '../rule.ts';
import { hasRights, isOfPush, type Step, stepsUsing } from '../workflow.ts';

const WRITES = 'permissions: {pull-requests: write}';

const pullRequestsHoldNoRights: Rule = {
  id: 'pull-requests-hold-no-rights',
  breaks:
    'What a branch changes in its own workflow or code runs with a secret, a role or a token that writes.',
  fails: `on: pull_request\njobs: {say: {${WRITES}, steps: [{run: npx fleet diff}]}}`,
  passes: `on: [push, pull_request]\njobs: {say: {if: "github.event_name == 'push' && true", ${WRITES}, steps: []}}`,
  find: ({ triggers, jobs }) =>
    triggers.includes('pull_request')
      ? jobs
          // A called workflow has rules of its own.
          .filter((job) => job.uses === undefined && hasRights(job) && !isOfPush(job))
          .map(({ name }) => `${name}: has rights on a pull request. Let workflow_run or a push do it.`)
      : [],
};

const followersAskWhatTheyFollow: Rule = {
  id: 'followers-ask-what-they-follow',
  breaks: 'A branch of a fork is called main too, so its run is taken for one of main.',
  fails: 'on: {workflow_run: {workflows: [CI], branches: [main]}}\njobs: {say: {steps: []}}',
  passes:
    'on: {workflow_run: {workflows: [CI]}}\njobs: {say: {if: "github.event.workflow_run.event == \'push\'", steps: []}}',
  find: ({ triggers, jobs }) =>
    triggers.includes('workflow_run')
      ? jobs
          .filter(
            ({ if: condition }) => !/\bgithub\.event\.workflow_run\.event [!=]=/.test(String(condition)),
          )
          .map(({ name }) => `${name}: follows any run. Ask for github.event.workflow_run.event in its if.`)
      : [],
};

const artifact = (given: string) =>
  `on: workflow_run\njobs: {say: {${WRITES}, steps: [{uses: actions/download-artifact@v6, with: {${given}}}]}}`;

const artifactsStandApart: Rule = {
  id: 'artifacts-stand-apart',
  breaks: 'What another job has written takes the place of a file that this job runs, with its rights.',
  fails: artifact('name: diff'),
  passes: artifact('name: diff, path: report'),
  find: ({ jobs }) =>
    jobs.flatMap((job) =>
      stepsUsing(job, /^actions\/download-artifact@|^dawidd6\/action-download-artifact@/)
        .filter(({ with: { path } }) => !/^[a-z][\w-]*$/.test(String(path ?? '')) || OURS.has(String(path)))
        .map(
          () => `${job.name}: unpacks an artifact among its own files. Name a folder for it: path: report.`,
        ),
    ),
};

/** Folders of this repository that commands run from. */
const OURS: ReadonlySet<string> = new Set([
  'scripts',
  'node_modules',
  'platform',
  'clusters',
  'apps',
  'imports',
]);

const cached = (guard: string) =>
  `on: [push, workflow_run]\njobs: {say: {${guard} ${WRITES}, steps: [{uses: actions/setup-node@v6, with: {cache: npm}}]}}`;

const rightsTakeNoCache: Rule = {
  id: 'rights-take-no-cache',
  breaks: 'A job that anybody can start fills a cache, and one with rights runs what is in it.',
  fails: cached(''),
  passes: cached("if: github.event_name == 'push',"),
  find: ({ jobs }) =>
    jobs
      // A push reads what pushes to its own branch and to main have kept; what a pull request keeps is its own.
      .filter((job) => hasRights(job) && !isOfPush(job) && job.steps.some(usesCache))
      .map(({ name }) => `${name}: has rights and takes a cache. Leave the cache out.`),
};

function usesCache({ uses = '', with: given }: Step): boolean {
  if (/^actions\/cache(?:\/|@)/.test(uses)) return true;
  const inputs = Object.entries(given);
  return inputs.some(
    ([input, value]) =>
      (/^(?:cache|cache-from|cache-to|enable-cache|package-manager-cache)$/.test(input) &&
        value !== false &&
        value !== '' &&
        value !== 'false') ||
      String(value).includes('type=gha'),
  );
}

const [REQUIRED = 'Quick gates'] = requiredChecks();

const requiredChecksJudgeTheQueue: Rule = {
  id: 'required-checks-judge-the-queue',
  breaks: 'The queue waits for a check that never runs there, or main gets what nobody has judged together.',
  fails: `on: pull_request\njobs: {quick: {name: ${REQUIRED}, steps: []}}`,
  passes: `on: [pull_request, merge_group]\njobs: {quick: {name: ${REQUIRED}, steps: []}}`,
  find: ({ triggers, jobs }) => {
    const required = requiredChecks();
    return ['pull_request', 'merge_group'].flatMap((trigger) =>
      triggers.includes(trigger)
        ? []
        : jobs
            .filter(({ check }) => required.includes(check))
            .map(({ name }) => `${name}: is required, and does not run on ${trigger}. Add it to on.`),
    );
  },
};

const runsTakeTurns: Rule = {
  id: 'runs-take-turns',
  breaks: 'Runs of the same thing pile up, and the older one ends last.',
  fails: 'on: push\njobs: {build: {steps: []}}',
  passes: 'on: push\nconcurrency: build\njobs: {build: {steps: []}}',
  find: ({ kind, triggers, concurrency, jobs }) =>
    // A called workflow takes the turns of its caller.
    kind === 'action' || concurrency !== undefined || triggers.every((each) => each === 'workflow_call')
      ? []
      : jobs
          .filter((job) => job.concurrency === undefined)
          .map(({ name }) => `${name}: has no concurrency group, nor has its workflow. Name one.`),
};

export const strangers: readonly Rule[] = [
  pullRequestsHoldNoRights,
  followersAskWhatTheyFollow,
  artifactsStandApart,
  rightsTakeNoCache,
  requiredChecksJudgeTheQueue,
  runsTakeTurns,
];
