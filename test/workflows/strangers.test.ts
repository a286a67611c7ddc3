import { expect, it } from 'vitest';
import { rules } from '../../scripts/workflows/rules/index.ts';
import { readWorkflow } from '../../scripts/workflows/workflow.ts';

const SHA = 'a'.repeat(40);
/** As GitHub writes an expression. */
const expression = (text: string) => `\${{ ${text} }}`;

function found(id: string, source: object | string): readonly string[] {
  const rule = rules.find((each) => each.id === id) ?? expect.fail(`There is no rule ${id}.`);
  return rule.find(readWorkflow(typeof source === 'string' ? source : JSON.stringify(source)));
}

const of = (on: unknown, job: object) => ({ on, jobs: { go: { steps: [], ...job } } });

it.each([
  ['a scope that writes', { permissions: { contents: 'write' } }],
  ['a role', { permissions: { 'id-token': 'write' } }],
  ['an environment', { environment: 'production' }],
  ['a secret in a variable', { steps: [{ run: 'npm ci', env: { TOKEN: expression('secrets.TOKEN') } }] }],
  ['a secret in an input', { steps: [{ uses: 'a/b@c', with: { token: expression("secrets['TOKEN']") } }] }],
  ['a secret of the whole job', { env: { TOKEN: expression('secrets.TOKEN') } }],
  ['the token of an App', { steps: [{ uses: 'actions/create-github-app-token@v3' }] }],
])('a pull request is refused %s, and a push is not', (_, job) => {
  const rule = 'pull-requests-hold-no-rights';
  expect(found(rule, of(['pull_request'], job))).toHaveLength(1);
  expect(found(rule, of(['push'], job))).toEqual([]);
  const guarded = "github.event_name == 'push' && (inputs.a != '' || inputs.b != '')";
  expect(found(rule, of(['push', 'pull_request'], { ...job, if: guarded }))).toEqual([]);
  const open = "github.event_name == 'push' || github.actor == 'me'";
  expect(found(rule, of(['push', 'pull_request'], { ...job, if: open }))).toHaveLength(1);
});

it.each([
  ['of npm', { uses: 'actions/setup-node@v6', with: { cache: 'npm' } }],
  ['of any folder', { uses: 'actions/cache@v4', with: { path: 'a' } }],
  ['that is only read', { uses: 'actions/cache/restore@v4' }],
  ['of layers', { uses: 'docker/build-push-action@v7', with: { 'cache-from': 'type=gha' } }],
])('a job with rights takes no cache %s, and one without may', (_, step) => {
  const rights = { permissions: { issues: 'write' }, steps: [step] };
  expect(found('rights-take-no-cache', of('workflow_run', rights))).toHaveLength(1);
  expect(found('rights-take-no-cache', of('pull_request', { steps: [step] }))).toEqual([]);
});

it.each([undefined, '.', './', '..', '/tmp', 'scripts', expression('github.workspace')])(
  'an artifact is not unpacked into %s',
  (path) => {
    const steps = [{ uses: `actions/download-artifact@${SHA}`, with: { name: 'diff', path } }];
    expect(found('artifacts-stand-apart', of('workflow_run', { steps }))).toHaveLength(1);
  },
);

it('every job says what it may, and no word stands for all scopes', () => {
  const rule = 'permissions-are-named';
  expect(found(rule, { permissions: {}, ...of('push', {}) })).toHaveLength(1);
  expect(found(rule, { permissions: {}, ...of('push', { permissions: 'read-all' }) })).toHaveLength(1);
  expect(found(rule, { permissions: 'read-all', ...of('push', { permissions: {} }) })).toHaveLength(1);
  expect(found(rule, { permissions: { contents: 'read' }, ...of('push', { permissions: {} }) })).toHaveLength(
    1,
  );
  expect(found(rule, { permissions: {}, ...of('push', { permissions: {} }) })).toEqual([]);
});

it.each([
  ['in the flow of a line', `on: push\njobs: {go: {steps: [{uses: actions/checkout@v4}]}}`],
  ['in quotes', `on: push\njobs:\n  go:\n    steps:\n      - uses: "actions/checkout@v4"\n`],
  ['by a commit without its version', `on: push\njobs:\n  go:\n    steps:\n      - uses: a/b@${SHA}\n`],
  ['by a short commit', `on: push\njobs:\n  go:\n    steps:\n      - uses: a/b@abcdef1 # v1.0.0\n`],
  ['as an image', `on: push\njobs:\n  go:\n    steps:\n      - uses: docker://alpine:3.20\n`],
  ['as a called workflow', `on: push\njobs:\n  go:\n    uses: a/b/.github/workflows/c.yaml@v1\n`],
  ['as the container of a job', `on: push\njobs:\n  go:\n    container: node:20\n    steps: []\n`],
  ['as a service', `on: push\njobs:\n  go:\n    services: {db: {image: "postgres:16"}}\n    steps: []\n`],
])('what is not pinned is found %s', (_, text) => {
  expect(found('actions-are-pinned', text)).toHaveLength(1);
});
