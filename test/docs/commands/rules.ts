import { commandsOf } from './documents.ts';
import type { Rule } from './rule.ts';
import { argocdCommands } from './rules/argocd.ts';
import { awsCommands } from './rules/aws.ts';
import { debugPods } from './rules/debug-pods.ts';
import { helmCommands } from './rules/helm.ts';
import { istioctlCommands } from './rules/istioctl.ts';
import { kubectlApply } from './rules/kubectl-apply.ts';
import { kubectlContainers } from './rules/kubectl-containers.ts';
import { kubectlObjects } from './rules/kubectl-objects.ts';
import { kubectlOptions } from './rules/kubectl-options.ts';
import { kubectlPatch } from './rules/kubectl-patch.ts';
import { kubectlRights } from './rules/kubectl-rights.ts';
import { kubectlSelectors } from './rules/kubectl-selectors.ts';
import { kubectlUndone } from './rules/kubectl-undone.ts';
import { placeholders } from './rules/placeholders.ts';
import { redisCli } from './rules/redis-cli.ts';
import { veleroCommands } from './rules/velero.ts';

export const rules: Readonly<Record<string, Rule>> = {
  'argocd: options, and the role of who runs it': argocdCommands,
  'aws: operations, their required options, regions': awsCommands,
  'helm: versions that Argo CD applies': helmCommands,
  'istioctl: context and pod': istioctlCommands,
  'kubectl: apply beside other owners': kubectlApply,
  'kubectl: containers that pods have': kubectlContainers,
  'kubectl: objects that clusters have': kubectlObjects,
  'kubectl: options that it has, and those that a verb needs': kubectlOptions,
  'kubectl: patches that fit the schema': kubectlPatch,
  'kubectl: pods that Gatekeeper admits': debugPods,
  'kubectl: rights that a group of people has': kubectlRights,
  'kubectl: selectors that match': kubectlSelectors,
  'kubectl: what Argo CD would undo': kubectlUndone,
  'redis-cli: TLS, from inside': redisCli,
  'variables that the alert fills': placeholders,
  'velero: what a restore needs': veleroCommands,
};

/** Programs that no rule has to know: they change nothing on a cluster, or other tests hold them. */
const OTHERS: ReadonlySet<string> = new Set([
  '.',
  'base64',
  'cat',
  'cd',
  'cp',
  'curl',
  'cut',
  'date',
  'dig',
  'echo',
  'for',
  'git',
  'gh',
  'go',
  'grep',
  'head',
  'jq',
  'ls',
  'mkdir',
  'mktemp',
  'node',
  'npm',
  'npx',
  'openssl',
  'printf',
  'read',
  'rm',
  'sed',
  'sleep',
  'sort',
  'source',
  'tail',
  'tee',
  'terraform',
  'test',
  'tr',
  'uniq',
  'unset',
  'wc',
  'xargs',
  '[',
]);

/** What is wrong with the commands of a document, by one rule or by all. */
export function mistakesIn(markdown: string, by: readonly Rule[] = Object.values(rules)): readonly string[] {
  const programs = new Set([...OTHERS, ...Object.values(rules).map(({ program }) => program)]);
  return commandsOf(markdown).flatMap((command) => {
    const [program = ''] = command.words;
    if (program === '') return [];
    const found = by.flatMap((rule) =>
      rule.program === '*' || rule.program === program ? rule.judge(command) : [],
    );
    const unknown = program === 'redis-cli' || programs.has(program) ? [] : [`no rule knows ${program}`];
    return [...unknown, ...found].map((mistake) => `${command.section}: ${command.text}: ${mistake}`);
  });
}
