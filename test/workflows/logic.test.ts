import { expect, it } from 'vitest';
import { logic } from '../../scripts/workflows/rules/logic.ts';
import { readWorkflow } from '../../scripts/workflows/workflow.ts';

const [rule] = logic;

function found(step: object, kind: 'workflow' | 'action' = 'workflow') {
  const steps = [step];
  const source = kind === 'action' ? { runs: { steps } } : { on: 'push', jobs: { go: { steps } } };
  return rule?.find(readWorkflow(JSON.stringify(source))) ?? [];
}

it.each([
  'npx fleet drift --list --variable hubs',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
  'npx fleet images set "$IMAGE" "${DIGEST}" \\\n  --cluster "$CLUSTERS"',
  "npx fleet notify --title 'a; b | c'",
  'npx fleet charts newer --format markdown > report.md',
  'kubectl --context "$HUB" --namespace argocd get applications.argoproj.io --output json > "$HUB.json"',
  'npm ci --ignore-scripts',
  'npm run ci -- "$GATE" --apt-install',
  'sudo apt-get install -y -qq prometheus redis-server',
  'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  'git merge --ff-only origin/main',
  'cosign sign --yes "$REFERENCE"',
  'fleet terraform:plan # without a lock',
  'exit 1',
])('%s is one command line', (run) => {
  expect(found({ run })).toEqual([]);
  expect(found({ run, shell: 'bash' }, 'action')).toEqual([]);
});

it.each([
  ['two lines', 'npx fleet synth\nnpx fleet check'],
  ['a condition', 'if true; then npx fleet synth; fi'],
  ['a condition of one sign', '[ "$A" = b ] && npx fleet synth'],
  ['an alternative', 'npx fleet check || true'],
  ['a loop', 'for each in a b; do npx fleet check "$each"; done'],
  ['a pipe', 'npx fleet diff | head'],
  ['the output of a command', 'npx fleet promote "$(cat cluster)"'],
  ['the output of a command, as it was written before', 'npx fleet promote `cat cluster`'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
  ['an option that depends on a variable', 'npx fleet issue a b ${SETTLED:+--settled}'],
  ['a calculation', 'npx fleet bench --clusters $((2 * 3))'],
  ['a variable of its own', 'STATUS=0'],
  ['a variable before a command', 'CI=1 npx fleet check'],
  ['a second command', 'npx fleet synth; npx fleet check'],
  ['a command in the background', 'npx fleet report &'],
  ['a file that steers later steps', 'npx fleet diff --format json > "$GITHUB_OUTPUT"'],
  ['a file that is written on', 'npx fleet diff >> all.txt'],
  ['a file as input', 'npx fleet replay < queue.txt'],
  ['a pattern of files', 'npx fleet check dist/*'],
  ['echo', 'echo done'],
  ['jq', 'jq .a file.json'],
  ['curl', 'curl https://example.com'],
  ['an address of the API', 'gh api repos/example/fleet'],
  ['a program in an argument', 'node -e "process.exit(1)"'],
  ['a shell in an argument', 'bash -c "npx fleet check"'],
  ['another package by npx', 'npx cowsay hello'],
  ['a script in the repository', './scripts/deploy.sh'],
  ['another program as root', 'sudo tee /etc/hosts'],
  ['an archive from elsewhere as root', 'sudo apt-get install https://example.com/a.deb'],
  ['a change of a cluster', 'kubectl apply --filename dist'],
  ['an endless quote', 'npx fleet notify --title "a'],
])('%s is logic, in a workflow and in an action', (_, run) => {
  expect(found({ run })).toHaveLength(1);
  expect(found({ run, shell: 'bash' }, 'action')).toHaveLength(1);
});

it('a script is one in another language too, and in an input of an action', () => {
  expect(found({ run: 'npm ci', shell: 'python' })).toHaveLength(1);
  expect(found({ uses: `actions/github-script@${'a'.repeat(40)}`, with: { script: '1' } })).toHaveLength(1);
});
