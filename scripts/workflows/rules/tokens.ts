import type { Rule } from '../rule.ts';
import { type NamedJob, stepsUsing, type Workflow, writableScopes } from '../workflow.ts';

const permissionsAreNamed: Rule = {
  id: 'permissions-are-named',
  breaks: 'A job may write whatever the settings of the organisation allow.',
  fails: 'on: push\njobs: {build: {steps: [{run: make}]}}',
  passes: 'on: push\npermissions: {}\njobs: {build: {permissions: {contents: read}, steps: [{run: make}]}}',
  find: ({ kind, permissions, jobs }) => {
    if (kind === 'action') return [];
    if (permissions === undefined) return ['has no permissions at its top. Write `permissions: {}` there.'];
    const every =
      typeof permissions === 'string'
        ? [`gives every job ${permissions}. Write \`permissions: {}\` there.`]
        : Object.keys(permissions).map(
            (scope) => `gives every job ${scope}. Give that to the one job which needs it.`,
          );
    return [
      ...every,
      ...jobs
        .filter((job) => job.permissions === undefined || typeof job.permissions === 'string')
        .map(({ name }) => `${name}: does not say what it may. Name its permissions, \`{}\` for none.`),
    ];
  },
};

const tokensAreShortLived: Rule = {
  id: 'tokens-are-short-lived',
  breaks: 'A key that leaks once opens AWS or the repository for years (X-90).',
  fails: [
    'on: push',
    'jobs:',
    '  build:',
    '    steps:',
    '      - uses: aws-actions/configure-aws-credentials@v4',
    '        with:',
    `          aws-access-key-id: \${{ secrets.AWS_ACCESS_KEY_ID }}`,
    '      - uses: actions/checkout@v4',
    `        with: { token: "\${{ secrets.GH_PAT }}" }`,
  ].join('\n'),
  passes: [
    'on: push',
    'jobs:',
    '  build:',
    '    steps:',
    '      - uses: aws-actions/configure-aws-credentials@v4',
    `        with: { role-to-assume: "\${{ secrets.aws-role-arn }}" }`,
  ].join('\n'),
  find: ({ text }) =>
    [
      ...text.matchAll(
        /aws[-_](?:access[-_]key[-_]id|secret[-_]access[-_]key)|secrets\.\w*(?:PAT|PERSONAL\w*)\b/gi,
      ),
    ].map(
      ([key]) => `uses ${key}, a long-lived key. Assume a role by OIDC, or take the token of a GitHub App.`,
    ),
};

const codeOfStrangersGetsNoToken: Rule = {
  id: 'code-of-strangers-gets-no-token',
  breaks: 'A pull request from a fork runs its own code with the secrets of this repository.',
  fails: 'on: pull_request_target\njobs: {build: {steps: [{uses: actions/checkout@v4}]}}',
  // What follows another workflow has the code of main, unless it asks for another.
  passes: 'on: workflow_run\njobs: {build: {steps: [{uses: actions/checkout@v4}]}}',
  find: ({ triggers, jobs }) =>
    jobs
      .filter((job) =>
        stepsUsing(job, /^actions\/checkout@/).some(
          ({ with: given }) =>
            triggers.includes('pull_request_target') ||
            (triggers.includes('workflow_run') &&
              (given.ref !== undefined || given.repository !== undefined)),
        ),
      )
      .map(({ name }) => `${name}: checks out code under a trigger with secrets. Use pull_request.`),
};

const checkoutLeavesNoToken: Rule = {
  id: 'checkout-leaves-no-token',
  breaks: 'Every later step, a dependency of the build included, can read the token from .git/config.',
  fails: 'on: push\njobs: {build: {steps: [{uses: actions/checkout@v4}]}}',
  passes:
    'on: push\njobs: {build: {steps: [{uses: actions/checkout@v4, with: {persist-credentials: false}}]}}',
  find: ({ jobs }) =>
    jobs.flatMap((job) =>
      stepsUsing(job, /^actions\/checkout@/)
        .filter((step) => step.with['persist-credentials'] !== false)
        .map(() => `${job.name}: checkout keeps its token. Add \`persist-credentials: false\`.`),
    ),
};

const writersTakeTurns: Rule = {
  id: 'writers-take-turns',
  breaks: 'Two runs change the same thing at once, and the older one may win (X-90).',
  fails: 'on: push\njobs: {push: {permissions: {id-token: write}, steps: [{run: make}]}}',
  passes: 'on: push\njobs: {push: {permissions: {id-token: write}, concurrency: push, steps: [{run: make}]}}',
  find: (workflow) =>
    workflow.jobs
      .filter((job) => writes(workflow, job) && !workflow.concurrency && !job.concurrency)
      .map(({ name }) => `${name}: writes without a concurrency group. Give it one.`),
};

/** Whether a job changes something outside its runner: with its own token, a role in AWS or the token of an App. */
function writes({ kind }: Workflow, job: NamedJob): boolean {
  if (kind === 'action') return false;
  const tokens = stepsUsing(job, /^actions\/create-github-app-token@|^\.\/\.github\/actions\/propose-change/);
  return writableScopes(job.permissions).length > 0 || tokens.length > 0;
}

export const tokens: readonly Rule[] = [
  permissionsAreNamed,
  tokensAreShortLived,
  codeOfStrangersGetsNoToken,
  checkoutLeavesNoToken,
  writersTakeTurns,
];
