import type { Rule } from '../rule.ts';

const SHA = 'a'.repeat(40);
const VERSION = '$' + '{{ inputs.version }}';

/** Of this repository, whose main nobody changes without a review, as others and as it names them itself. */
const OWN = /^(?:\.|example\/fleet)\/\.github\/\S+?(?:@main)?$/;

const actionsArePinned: Rule = {
  id: 'actions-are-pinned',
  breaks: 'Whoever takes over an action moves its tag, and runs with our tokens (X-90).',
  fails: 'on: push\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@v4\n',
  passes: `on: push\njobs:\n  build:\n    steps:\n      - uses: actions/checkout@${SHA} # v4.2.2\n      - uses: ./.github/actions/own\n      - uses: example/fleet/.github/workflows/build-image.yaml@main\n`,
  find: ({ text, jobs }) => [
    ...new Set(
      jobs
        .flatMap(({ uses, steps }) => [uses, ...steps.map((step) => step.uses)])
        .filter((action) => action !== undefined)
        .filter((action) => !OWN.test(action) && !isPinned(action, text))
        .map(
          (action) => `uses ${action}. Name its commit, 40 digits, with the version behind it: \`# v1.2.3\`.`,
        ),
    ),
    ...jobs.flatMap(({ name, container, services }) =>
      [container, ...Object.values(services)]
        .filter((each) => each !== undefined && !/@sha256:[0-9a-f]{64}"?[,}]?/.test(JSON.stringify(each)))
        .map(() => `${name}: runs an image by its tag. Name its digest: image@sha256:….`),
    ),
  ],
};

/** By its commit, and each time it is written the version stands behind it. */
function isPinned(action: string, text: string): boolean {
  if (!/@[0-9a-f]{40}$/.test(action)) return false;
  const lines = text.split('\n').filter((line) => line.includes(action));
  return lines.length > 0 && lines.every((line) => /@[0-9a-f]{40} # v\d+(?:\.\d+)*\s*$/.test(line));
}

const textIsNoScript: Rule = {
  id: 'text-is-no-script',
  breaks: 'A branch or a version with a semicolon in its name becomes a command.',
  fails: `on: workflow_dispatch\njobs: {build: {steps: [{run: "echo ${VERSION}"}]}}`,
  passes: `on: workflow_dispatch
jobs: {build: {steps: [{run: make, env: {VERSION: "${VERSION}"}}]}}`,
  find: ({ jobs }) =>
    jobs.flatMap(({ name, steps }) =>
      steps
        .filter(({ run = '' }) => /\$\{\{/.test(run))
        .map(() => `${name}: a script holds an expression. Hand it over as an environment variable.`),
    ),
};

const jobsEnd: Rule = {
  id: 'jobs-end',
  breaks: 'A job that hangs holds a runner and its concurrency group for six hours.',
  fails: 'on: push\njobs: {build: {steps: [{run: make}]}}',
  passes:
    'on: push\njobs: {build: {timeout-minutes: 10, steps: [{run: make}]}, other: {uses: ./.github/workflows/a.yaml}}',
  find: ({ kind, jobs }) =>
    jobs
      .filter((job) => kind === 'workflow' && job.uses === undefined && job['timeout-minutes'] === undefined)
      .map(({ name }) => `${name}: may run for ever. Add timeout-minutes.`),
};

export const code: readonly Rule[] = [actionsArePinned, textIsNoScript, jobsEnd];
